// Starts what is recorded: an order's orchestration, or its refund. The request that recorded it does this at once; a sweep does
// it after a crash, and gives lines back to the cart that were taken for an order that was never recorded.

import type { StockLevels } from '../../shared/contracts';
import type { Order } from '../order';
import type { CheckoutCarts } from '../ports/checkout-carts';
import type { Launch, OrderLaunches } from '../ports/order-launches';
import type { OrderStore } from '../ports/order-store';
import { type OrderPolicy, orderRun } from '../saga/order-run';
import { refundRun } from '../saga/refund-run';
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
  policy: OrderPolicy;
  now: () => Date;
}

export interface LaunchOrder {
  /**
   * Starts the order's orchestration, once: when it resolves, the task hub has accepted the start durably.
   * `isNew`: the caller has just recorded the order, and nobody else can have started it.
   */
  launch(order: Order, services: InvocationServices, isNew?: boolean): Promise<void>;
  /** Starts the refund that the order's record asks for, once. */
  refund(order: Order, services: InvocationServices): Promise<void>;
  /** Launches what was recorded and not started; returns the ids and the failures. */
  launchStalled(
    services: InvocationServices,
  ): Promise<{ launched: string[]; failed: { orderId: string; error: unknown }[] }>;
}

/** The sweep runs every minute, so that no order lies longer; one that a request is starting now may be started by both. */
const stalledAfterMs = 1_000;

/** No request claims the lines of a cart for this long without recording its order; see `recordWithinMs`. */
const abandonedAfterMs = 4 * 60_000;

export function makeLaunchOrder({ orders, launches, policy, now }: LaunchOrderDeps): LaunchOrder {
  async function launch(order: Order, { runs }: InvocationServices, isNew = false): Promise<void> {
    await runs.start(orderRun(order, policy), isNew);
    await launches.remove(order.orderId);
  }

  /** A launch whose refund was refused after all is only removed. */
  async function refund(order: Order, { runs }: InvocationServices): Promise<void> {
    if (order.refund) await runs.startRefund(refundRun(order, order.refund));
    await launches.remove(order.orderId, 'refund');
  }

  /** True when something was started. */
  async function settle({ orderId, customerId, createdAt, kind }: Launch, services: InvocationServices) {
    const order = await orders.find(customerId, orderId);
    if (order) await (kind === 'refund' ? refund(order, services) : launch(order, services));
    if (order || now().getTime() - Date.parse(createdAt) <= abandonedAfterMs) return order !== undefined;
    const before = new Date(now().getTime() - abandonedAfterMs);
    await services.carts.giveBackUnclaimed(customerId, orderId, before);
    await launches.remove(orderId, kind);
    return false;
  }

  return {
    launch,
    refund,
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
