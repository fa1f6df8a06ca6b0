// Parses the reply of an orchestrator's invocation: its actions so far and, at the end, a result or an error.
// An orchestrator that fails throws an error whose message contains the same JSON after a label.

import type { TypedData } from '../../worker/typed-data';
import type { Action } from '../actions';
import type { FailureDetails } from '../history';

export interface Reply {
  isDone: boolean;
  actions: Action[];
  /** JSON text; null when the orchestrator returned nothing. */
  output: string | null;
  /** JSON text; null when none is set, which clears an earlier one. */
  customStatus: string | null;
  /** Present when the orchestrator threw. */
  error?: string;
  /** Present when it threw the structured failure of a task. */
  failureDetails?: FailureDetails;
}

const label = '\n\n$OutOfProcData$:';

interface WireReply {
  isDone?: boolean;
  actions?: Action[][];
  output?: unknown;
  error?: string;
  failureDetails?: FailureDetails;
  customStatus?: unknown;
}

/** Parses the value that an orchestrator's invocation returned. */
export function parseReply(returned: TypedData | undefined): Reply {
  const text = returned?.json ?? returned?.string;
  if (text === undefined) throw new Error('The orchestrator function returned no orchestration state.');
  return toReply(JSON.parse(text) as WireReply);
}

/**
 * Parses the error that an orchestrator's invocation threw.
 * @returns undefined when it contains no orchestration state, because the replay itself failed.
 */
export function parseFailedReply(thrown: unknown): Reply | undefined {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const at = message.indexOf(label);
  if (at < 0) return undefined;
  const reply = toReply(JSON.parse(message.slice(at + label.length)) as WireReply);
  reply.error ||= 'The orchestrator threw a value without a message.';
  return reply;
}

function toReply(wire: WireReply): Reply {
  return {
    isDone: wire.isDone === true,
    actions: wire.actions?.[0] ?? [],
    output: jsonText(wire.output),
    customStatus: jsonText(wire.customStatus),
    ...(wire.error && { error: wire.error }),
    ...(wire.failureDetails && { failureDetails: wire.failureDetails }),
  };
}

function jsonText(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
