// Starts what is recorded: an order's orchestration, its refunds, and retries of its undoing. The request that recorded it does
// this at once; a sweep does it after a crash, makes announcements that failed, and gives lines back to the cart that were
// taken for an order that was never recorded.

import type { StockLevels } from '../../shared/contracts';
import type { Order } from '../order';
import { type AnnounceOrder, changesOf } from '../order-changes';
import { stateAfter } from '../order-states';
import type { CheckoutCarts } from '../ports/checkout-carts';
import type { OrderAnnouncements } from '../ports/order-announcements';
import type { Launch, OrderLaunches } from '../ports/order-launches';
import type { OrderStore } from '../ports/order-store';
import { refundsOf } from '../refunds';
import { type OrderPolicy, orderRun } from '../saga/order-run';
import { refundRun } from '../saga/refund-run';
import { resolutionRun } from '../saga/resolution-run';
import type { OrderRuns } from '../saga/runs';

/** What needs the durable client of one invocation. */
export interface InvocationServices {
  carts: CheckoutCarts;
  stock: StockLevels;
  runs: OrderRuns;
}

export interface LaunchOrderDeps {
  orders: OrderStore;
  launches: OrderLaunches;
  /** Tells other systems of a change, as long as there are any. */
  announce?: AnnounceOrder;
  announcements?: OrderAnnouncements;
  policy: OrderPolicy;
  now: () => Date;
}

export interface LaunchOrder {
  /**
   * Starts the order's orchestration, once: when it resolves, the task hub has accepted the start durably.
   * `isNew`: the caller has just recorded the order, and nobody else can have started it.
   */
  launch(order: Order, services: InvocationServices, isNew?: boolean): Promise<void>;
  /** Starts the refund that the order's record asks for, unless the record says that it has begun. */
  refund(order: Order, services: InvocationServices): Promise<void>;
  /** The same for a retry of the undoing, and for the refund that it may be. */
  resolution(order: Order, services: InvocationServices): Promise<void>;
  /** Launches what was recorded and not started; returns the ids and the failures. */
  launchStalled(
    services: InvocationServices,
  ): Promise<{ launched: string[]; failed: { orderId: string; error: unknown }[] }>;
}

/** The sweep runs every minute, so that no order lies longer; one that a request is starting now may be started by both. */
const stalledAfterMs = 1_000;

/** No request claims the lines of a cart for this long without recording its order; see `recordWithinMs`. */
const abandonedAfterMs = 4 * 60_000;

export function makeLaunchOrder(deps: LaunchOrderDeps): LaunchOrder {
  const { orders, launches, announce, announcements, policy, now } = deps;

  async function launch(order: Order, { runs }: InvocationServices, isNew = false): Promise<void> {
    // A record that has moved on was started, however long ago: its history may have been purged since.
    if (order.state === stateAfter.placeOrder) await runs.start(orderRun(order, policy), isNew);
    await announce?.(order);
    await launches.remove(order.orderId);
  }

  async function startRefunds(order: Order, { runs }: InvocationServices): Promise<void> {
    const due = refundsOf(order).filter(({ startedAt, ended }) => startedAt === undefined && !ended);
    for (const one of due) await runs.startRefund(refundRun(order, one), one.instanceId);
  }

  /** A launch whose refund was refused after all is only removed. */
  async function refund(order: Order, services: InvocationServices): Promise<void> {
    await startRefunds(order, services);
    await announce?.(order);
    await launches.remove(order.orderId, 'refund');
  }

  async function resolution(order: Order, services: InvocationServices): Promise<void> {
    await startRefunds(order, services);
    const due = (order.resolutions ?? []).filter(({ startedAt, endedAt }) => !startedAt && !endedAt);
    for (const one of due) await services.runs.startResolution(resolutionRun(order, one));
    await announce?.(order);
    await launches.remove(order.orderId, 'resolution');
  }

  async function announcement(order: Order): Promise<void> {
    await announcements?.send(changesOf(order));
    await launches.remove(order.orderId, 'announcement');
  }

  const start = (kind: Launch['kind']) => ({ refund, resolution, announcement, order: launch })[kind ?? 'order'];

  /** True when something was started. */
  async function settle({ orderId, customerId, createdAt, kind }: Launch, services: InvocationServices) {
    const order = await orders.find(customerId, orderId);
    if (order) await start(kind)(order, services);
    if (order || now().getTime() - Date.parse(createdAt) <= abandonedAfterMs) return order !== undefined;
    const before = new Date(now().getTime() - abandonedAfterMs);
    await services.carts.giveBackUnclaimed(customerId, orderId, before);
    await launches.remove(orderId, kind);
    return false;
  }

  return {
    launch,
    refund,
    resolution,
    async launchStalled(services) {
      const launched: string[] = [];
      const failed: { orderId: string; error: unknown }[] = [];
      for (const note of await launches.outstanding(stalledAfterMs)) {
        const { orderId } = note;
        try {
          if (await settle(note, services)) launched.push(orderId);
        } catch (error) {
          failed.push({ orderId, error });
        }
      }
      return { launched, failed };
    },
  };
}
