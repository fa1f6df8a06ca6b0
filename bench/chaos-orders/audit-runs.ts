// Audits the orchestrations of orders: each order has exactly one, it ended in the order's state, and none failed.

import type { Order } from '../../client/api-types';
import type { RetryingClient } from '../chaos-host/retrying-client';
import type { Placed } from './buy';

interface Run {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  output: { state?: string; ok?: boolean } | null;
}

/** An order as placed and as it is now. */
export interface Audited {
  placed: Placed;
  order: Order;
}

const orderOrchestrators = new Set([
  'orderOrchestrator',
  'shipmentOrchestrator',
  'refundOrchestrator',
  'resolutionOrchestrator',
]);

/** @returns one message per problem. */
export async function auditRuns(client: RetryingClient, orders: Audited[]): Promise<string[]> {
  const all = await client.readAll<Run>('/runtime/webhooks/durabletask/instances?top=100');
  const runs = new Map(all.filter(({ name }) => orderOrchestrators.has(name)).map((run) => [run.instanceId, run]));
  const problems: string[] = [];
  for (const { placed, order } of orders) {
    const { orderId, state } = order;
    const problem = (text: string) => problems.push(`${placed.plan.name} ${orderId}: ${text}`);
    const run = runs.get(orderId);
    // To the order's own orchestration a withdrawn parcel is one that has come to its end.
    const wanted = state === 'refunded' ? ['delivered', 'refunded'] : [state];
    if (!run) problem('has no orchestration');
    else if (state === 'awaitingApproval') {
      if (run.runtimeStatus !== 'Running') problem(`waits, but its orchestration is ${run.runtimeStatus}`);
    } else if (run.runtimeStatus !== 'Completed' || !wanted.includes(run.output?.state ?? '')) {
      problem(`is ${state}, its orchestration ${run.runtimeStatus} with ${JSON.stringify(run.output)}`);
    }
    const refund = runs.get(`${orderId}:refund:1`);
    if (order.refunds.length > 0 && refund?.runtimeStatus !== 'Completed') {
      problem(`has a refund, which is ${refund?.runtimeStatus}`);
    }
    if ((state === 'refunded') !== (refund?.output?.state === 'refunded')) {
      problem(`is ${state}, its refund ${refund?.runtimeStatus}`);
    }
  }
  const known = new Set(orders.map(({ order }) => order.orderId));
  for (const { instanceId, name, runtimeStatus } of runs.values()) {
    const orderId = /ord_[a-z2-7]+/.exec(instanceId)?.[0] ?? '';
    if (!known.has(orderId)) problems.push(`${instanceId} (${name}) belongs to no order`);
    const ended = runtimeStatus === 'Completed' || (runtimeStatus === 'Running' && name === 'orderOrchestrator');
    if (!ended) problems.push(`${instanceId} (${name}) is ${runtimeStatus}`);
  }
  return problems;
}
