// The orders that need attention: those that wait, those without progress, those that do not arrive, and those whose
// compensation failed.

import { isWaiting } from '../attention';
import { isApprovable, type OrderState, orderStates, stateAfter } from '../order-states';
import { isOverdue } from '../parcels-under-way';
import type { AllOrders, OpenOrder, OrderSnapshot, ShippedOrder } from '../ports/all-orders';
import type { OrdersOverview, OverdueOrder } from './orders-overview-schema';

export interface OverviewDeps {
  allOrders: Pick<AllOrders, 'open' | 'counts' | 'underWaySince'>;
  /** How long an order may be without progress. */
  stuckAfterMs: number;
  /** How long a parcel may be with the carrier. */
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

  /** Some parcels of a captured order may be with the carrier, too. */
  function overdueOf(open: OpenOrder[], shipped: ShippedOrder[], time: number): OverdueOrder[] {
    const captured = open.filter(({ state }) => state === 'captured');
    const inPart = captured.map((order) => asOverdue({ ...order, underWay: order.underWay ?? [] }, time));
    const late = inPart.filter(({ parcels }) => parcels.length > 0);
    return [...late, ...shipped.map((order) => asOverdue(order, time))].sort(byDispatch);
  }

  function asOverdue({ underWay, ...order }: ShippedOrder, time: number): OverdueOrder {
    return { ...snapshotOf(order), parcels: underWay.filter((one) => isOverdue(one, time, deliveryOverdueAfterMs)) };
  }

  return async () => {
    const time = now().getTime();
    const [{ orders: open, complete }, counted, shipped] = await Promise.all([
      allOrders.open(),
      allOrders.counts(),
      allOrders.underWaySince(new Date(time - deliveryOverdueAfterMs).toISOString()),
    ]);
    const counts = Object.fromEntries(orderStates.map((state) => [state, counted[state] ?? 0]));
    const oldest = new Map<OrderState, OrderSnapshot>();
    for (const order of open.map(snapshotOf).filter(({ state }) => isWaiting(state))) {
      const first = oldest.get(order.state);
      if (!first || order.createdAt < first.createdAt) oldest.set(order.state, order);
    }
    const stuck = open.filter((order) => isStuck(order, time)).sort(byProgress);
    const overdue = overdueOf(open, shipped, time);
    const failed = open.filter(({ state }) => state === 'compensationFailed').sort(byProgress);
    return {
      total: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts: counts as Record<OrderState, number>,
      oldestWaiting: [...oldest.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
      stuck: { count: stuck.length, orders: stuck.slice(0, mostListed).map(snapshotOf) },
      overdue: { count: overdue.length, orders: overdue.slice(0, mostListed) },
      compensationFailed: {
        count: failed.length,
        orders: failed
          .reverse()
          .slice(0, mostListed)
          .map((order) => ({ ...snapshotOf(order), failures: order.failures ?? [] })),
      },
      complete,
    };
  };
}

function snapshotOf({ failures: _failures, underWay: _underWay, ...order }: OpenOrder): OrderSnapshot {
  return order;
}

/** The earliest dispatch comes first. */
function byDispatch(a: OverdueOrder, b: OverdueOrder): number {
  return dispatchOf(a) < dispatchOf(b) ? -1 : 1;
}

function dispatchOf({ parcels: [first], updatedAt }: OverdueOrder): string {
  return first?.dispatchedAt ?? updatedAt;
}

/** The oldest progress comes first. */
function byProgress(a: OrderSnapshot, b: OrderSnapshot): number {
  return a.updatedAt < b.updatedAt ? -1 : 1;
}
