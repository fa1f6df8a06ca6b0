// Counts the HTTP requests that waited for a poll of the task hub: those that sent a message and, before the durable side
// had seen it, read the state of its target. A request that only sends does not wait, however late the message is seen.

import { randomUUID } from 'node:crypto';
import type { Execute } from '../../execution/executor';
import type { RegisteredFunction } from '../../worker/function-registry';

export interface RequestCount {
  served: number;
  waitedForPoll: number;
}

export interface RequestReport {
  /** Requests of functions with the authLevel `anonymous`: those of customers. */
  anonymous: RequestCount;
  /** All others: those of callers with a key. */
  withKey: RequestCount;
  /** By function. */
  functions: Record<string, RequestCount>;
}

export interface WaitingRequests {
  track(execute: Execute): Execute;
  /** An invocation waits now. Only HTTP invocations that still run are counted, each once. */
  waits(invocationId: string): void;
  report(): RequestReport;
}

export function makeWaitingRequests(): WaitingRequests {
  const running = new Map<string, { fn: RegisteredFunction; waited: boolean }>();
  const counts = new Map<RegisteredFunction, RequestCount>();
  const countOf = (fn: RegisteredFunction) => {
    const known = counts.get(fn) ?? { served: 0, waitedForPoll: 0 };
    counts.set(fn, known);
    return known;
  };
  return {
    track: (execute) => async (fn, request) => {
      if (fn.trigger.type.toLowerCase() !== 'httptrigger') return execute(fn, request);
      const invocationId = request.invocationId ?? randomUUID();
      running.set(invocationId, { fn, waited: false });
      try {
        return await execute(fn, { ...request, invocationId });
      } finally {
        running.delete(invocationId);
        countOf(fn).served++;
      }
    },
    waits(invocationId) {
      const invocation = running.get(invocationId);
      if (!invocation || invocation.waited) return;
      invocation.waited = true;
      countOf(invocation.fn).waitedForPoll++;
    },
    report() {
      const entries = [...counts];
      const isAnonymous = (fn: RegisteredFunction) =>
        String(fn.trigger.authLevel ?? 'anonymous').toLowerCase() === 'anonymous';
      const sum = (wanted: boolean) =>
        entries
          .filter(([fn]) => isAnonymous(fn) === wanted)
          .reduce((total, [, count]) => added(total, count), { served: 0, waitedForPoll: 0 });
      return {
        anonymous: sum(true),
        withKey: sum(false),
        functions: Object.fromEntries(entries.map(([fn, count]) => [fn.name, { ...count }])),
      };
    },
  };
}

function added(a: RequestCount, b: RequestCount): RequestCount {
  return { served: a.served + b.served, waitedForPoll: a.waitedForPoll + b.waitedForPoll };
}
