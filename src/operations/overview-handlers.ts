// What needs attention, in one response: stuck orders, orders whose compensation failed, failed
// orchestrations, and poisoned messages.

import type { InvocationContext } from '@azure/functions';
import { type HttpHandler, route } from '../shared/http/http';
import type { Overview } from './overview-schema';
import type { PoisonQueue } from './poison';
import type { FailedRuns } from './ports';

export interface OverviewHandlerDeps {
  /** The overview of orders, passed on unchanged. */
  ordersOverview: () => Promise<object>;
  failedRunsOf: (context: InvocationContext) => FailedRuns;
  queues: readonly PoisonQueue[];
  now: () => Date;
}

const headers = { 'cache-control': 'no-store' };

export function makeOverviewHandlers(deps: OverviewHandlerDeps): { getOverview: HttpHandler } {
  const { ordersOverview, failedRunsOf, queues, now } = deps;
  return {
    getOverview: route(async (_request, context) => {
      const [orders, poison, failed] = await Promise.all([
        ordersOverview(),
        Promise.all(queues.map(poisonCount)),
        failedRunsOf(context).list(),
      ]);
      const count = poison.reduce((sum, queue) => sum + queue.count, 0);
      const at = now().toISOString();
      const jsonBody: Overview<object> = { at, orders, poison: { count, queues: poison }, failedRuns: failed };
      return { status: 200, headers, jsonBody };
    }),
  };
}

/** The number of poisoned messages, as storage estimates it, and the time of the oldest one. */
async function poisonCount({ name, store }: PoisonQueue) {
  const { count, oldest } = await store.peek();
  const [first] = oldest;
  return { queue: name, count, ...(first && { oldest: first.insertedAt.toISOString() }) };
}
