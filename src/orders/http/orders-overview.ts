// The orders that need attention: those that wait, those without progress, those that do not arrive, and those whose
// compensation failed.

import { isWaiting } from '../attention';
import { isApprovable, type OrderState, orderStates, stateAfter } from '../order-states';
import type { AllOrders, OpenOrder, OrderSnapshot } from '../ports/all-orders';

export type FailedOrder = OpenOrder & Required<Pick<OpenOrder, 'failures'>>;

export interface OrdersOverview {
  total: number;
  counts: Record<OrderState, number>;
  /** For each state in which orders wait, the one that was placed first. */
  oldestWaiting: OrderSnapshot[];
  /** Those without progress for too long, the longest first. */
  stuck: { count: number; orders: OrderSnapshot[] };
  /** With the carrier for too long without news, the longest first; at most 1,000 are counted. */
  overdue: { count: number; orders: OrderSnapshot[] };
  /** The latest first. */
  compensationFailed: { count: number; orders: FailedOrder[] };
  /** False when so many orders are open that the lists cover only a part of them; the counts by state include all. */
  complete: boolean;
}

export interface OverviewDeps {
  allOrders: Pick<AllOrders, 'open' | 'counts' | 'unchangedSince'>;
  /** How long an order may be without progress. */
  stuckAfterMs: number;
  /** How long an order may be with the carrier without news. */
  deliveryOverdueAfterMs: number;
  /** How much longer an order may wait for approval, which is decided automatically after this time. */
  approvalTimeoutMs: number;
  /** How much longer an order may wait for the customer to confirm the payment. */
  paymentActionTimeoutMs: number;
  now: () => Date;
}

/** The longest list; the counts include the rest. */
const mostListed = 50;

export function makeOrdersOverview(deps: OverviewDeps): () => Promise<OrdersOverview> {
  const { allOrders, stuckAfterMs, deliveryOverdueAfterMs, now } = deps;

  function extraTimeMs(state: OrderState): number {
    if (isApprovable(state)) return deps.approvalTimeoutMs;
    return state === stateAfter.requestPaymentAction ? deps.paymentActionTimeoutMs : 0;
  }

  function isStuck({ state, updatedAt }: OrderSnapshot, time: number): boolean {
    return isWaiting(state) && time - Date.parse(updatedAt) >= stuckAfterMs + extraTimeMs(state);
  }

  return async () => {
    const time = now().getTime();
    const [{ orders: open, complete }, counted, overdue] = await Promise.all([
      allOrders.open(),
      allOrders.counts(),
      allOrders.unchangedSince('shipped', new Date(time - deliveryOverdueAfterMs).toISOString()),
    ]);
    const counts = Object.fromEntries(orderStates.map((state) => [state, counted[state] ?? 0]));
    const oldest = new Map<OrderState, OrderSnapshot>();
    for (const order of open.map(withoutFailures).filter(({ state }) => isWaiting(state))) {
      const first = oldest.get(order.state);
      if (!first || order.createdAt < first.createdAt) oldest.set(order.state, order);
    }
    const stuck = open.filter((order) => isStuck(order, time)).sort(byProgress);
    const failed = open.filter(({ state }) => state === 'compensationFailed').sort(byProgress);
    return {
      total: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts: counts as Record<OrderState, number>,
      oldestWaiting: [...oldest.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
      stuck: { count: stuck.length, orders: stuck.slice(0, mostListed).map(withoutFailures) },
      overdue: { count: overdue.length, orders: overdue.sort(byProgress).slice(0, mostListed) },
      compensationFailed: {
        count: failed.length,
        orders: failed
          .reverse()
          .slice(0, mostListed)
          .map((order) => ({ ...order, failures: order.failures ?? [] })),
      },
      complete,
    };
  };
}

function withoutFailures({ failures: _failures, ...order }: OpenOrder): OrderSnapshot {
  return order;
}

/** The oldest progress comes first. */
function byProgress(a: OrderSnapshot, b: OrderSnapshot): number {
  return a.updatedAt < b.updatedAt ? -1 : 1;
}
