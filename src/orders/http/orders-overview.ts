// The orders that need attention, found in one scan of all orders: those that wait, those without progress, those that do not
// arrive, and those whose compensation failed.

import type { Order, TimelineEntry } from '../order';
import { isApprovable, type OrderState, orderStates, waitsFor } from '../order-states';
import type { AllOrders, OrderSnapshot } from '../ports/all-orders';
import type { OrderStore } from '../ports/order-store';

export interface FailedOrder extends OrderSnapshot {
  /** What could not be undone, and why; for the owner. */
  failures: Pick<TimelineEntry, 'at' | 'step' | 'detail'>[];
}

export interface OrdersOverview {
  total: number;
  counts: Record<OrderState, number>;
  /** For each state in which orders wait, the one that was placed first. */
  oldestWaiting: OrderSnapshot[];
  /** Those without progress for too long, the longest first. */
  stuck: { count: number; orders: OrderSnapshot[] };
  /** On their way for too long, the longest first. */
  overdue: { count: number; orders: OrderSnapshot[] };
  /** The latest first. */
  compensationFailed: { count: number; orders: FailedOrder[] };
}

export interface OverviewDeps {
  allOrders: AllOrders;
  orders: Pick<OrderStore, 'find'>;
  /** How long an order may be without progress. */
  stuckAfterMs: number;
  /** How long an order may be with the carrier without news. */
  deliveryOverdueAfterMs: number;
  /** How much longer an order may wait for approval, which is decided automatically after this time. */
  approvalTimeoutMs: number;
  now: () => Date;
}

/** Whether the shop or its owner has to act. A shipped order waits for the carrier, for days. */
function isWaiting(state: OrderState): boolean {
  return waitsFor(state) === 'shop' || waitsFor(state) === 'owner';
}

/** The longest list; the counts include the rest. */
const mostListed = 50;

export function makeOrdersOverview(deps: OverviewDeps): () => Promise<OrdersOverview> {
  const { allOrders, orders, stuckAfterMs, deliveryOverdueAfterMs, approvalTimeoutMs, now } = deps;

  function isStuck({ state, updatedAt }: OrderSnapshot, time: number): boolean {
    const allowedMs = stuckAfterMs + (isApprovable(state) ? approvalTimeoutMs : 0);
    return isWaiting(state) && time - Date.parse(updatedAt) >= allowedMs;
  }

  function isOverdue({ state, updatedAt }: OrderSnapshot, time: number): boolean {
    return waitsFor(state) === 'carrier' && time - Date.parse(updatedAt) >= deliveryOverdueAfterMs;
  }

  async function withFailures(snapshot: OrderSnapshot): Promise<FailedOrder> {
    return { ...snapshot, failures: failuresOf(await orders.find(snapshot.customerId, snapshot.orderId)) };
  }

  return async () => {
    const time = now().getTime();
    const counts = Object.fromEntries(orderStates.map((state) => [state, 0])) as Record<OrderState, number>;
    const oldest = new Map<OrderState, OrderSnapshot>();
    const stuck: OrderSnapshot[] = [];
    const overdue: OrderSnapshot[] = [];
    const failed: OrderSnapshot[] = [];
    for await (const snapshot of allOrders.snapshots({})) {
      const { state, createdAt } = snapshot;
      counts[state]++;
      const first = oldest.get(state);
      if (isWaiting(state) && (!first || createdAt < first.createdAt)) oldest.set(state, snapshot);
      if (isStuck(snapshot, time)) stuck.push(snapshot);
      if (isOverdue(snapshot, time)) overdue.push(snapshot);
      if (state === 'compensationFailed') failed.push(snapshot);
    }
    const latest = failed.sort(byProgress).reverse().slice(0, mostListed);
    return {
      total: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts,
      oldestWaiting: [...oldest.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
      stuck: { count: stuck.length, orders: stuck.sort(byProgress).slice(0, mostListed) },
      overdue: { count: overdue.length, orders: overdue.sort(byProgress).slice(0, mostListed) },
      compensationFailed: { count: failed.length, orders: await Promise.all(latest.map(withFailures)) },
    };
  };
}

/** The oldest progress comes first. */
function byProgress(a: OrderSnapshot, b: OrderSnapshot): number {
  return a.updatedAt < b.updatedAt ? -1 : 1;
}

/** The failures of compensations and refunds. */
function failuresOf(order: Order | undefined): FailedOrder['failures'] {
  const failed = order?.timeline.filter(({ reason }) => reason === 'COMPENSATION.FAILED') ?? [];
  return failed.map(({ at, step, detail }) => ({ at, step, ...(detail !== undefined && { detail }) }));
}
