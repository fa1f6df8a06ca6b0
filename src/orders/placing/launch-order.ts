// What happens once an order is recorded: its orchestration is started, then the cart is emptied. Its launch was noted before the
// order, so after a crash the next request of the customer, or the timer, completes it.

import type { Line, StockLevels } from '../../shared/contracts';
import type { Order } from '../order';
import type { CartReader } from '../ports/cart-reader';
import type { OrderLaunches } from '../ports/order-launches';
import type { OrderStore } from '../ports/order-store';
import { type OrderPolicy, orderRun } from '../saga/order-run';
import { refundRun } from '../saga/refund-run';
import type { OrderRuns } from '../saga/runs';

/** What needs the durable client of one invocation. */
export interface InvocationServices {
  carts: CartReader;
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
  /** Starts the order and empties the cart; each does nothing when it was done before. */
  launch(order: Order, services: InvocationServices): Promise<void>;
  /** `isNew`: the caller has just recorded the order. */
  start(order: Order, services: InvocationServices, isNew?: boolean): Promise<void>;
  emptyCart(order: Order, services: InvocationServices): Promise<void>;
  /** Starts the refund that the order's record has, once. */
  refund(order: Order, services: InvocationServices): Promise<void>;
  /** Launches orders and refunds that were recorded a while ago but not launched; returns their ids and the failures. */
  launchStalled(
    services: InvocationServices,
  ): Promise<{ launched: string[]; failed: { orderId: string; error: unknown }[] }>;
}

/** The request that placed the order launches it within this time, or has failed. */
const stalledAfterMs = 30_000;

/** A launch without an order is removed after this time: no request takes so long to record one. */
const abandonedAfterMs = 10 * 60_000;

export function makeLaunchOrder({ orders, launches, policy, now }: LaunchOrderDeps): LaunchOrder {
  const start = (order: Order, { runs }: InvocationServices, isNew = false) =>
    runs.start(orderRun(order, policy), isNew);

  async function emptyCart({ orderId, customerId, lines }: Order, { carts }: InvocationServices): Promise<void> {
    const ordered = lines.map(({ sku, quantity }): Line => ({ sku, quantity }));
    await carts.empty(customerId, `cmd_${orderId}`, ordered);
    await launches.remove(orderId);
  }

  async function launch(order: Order, services: InvocationServices): Promise<void> {
    await start(order, services);
    await emptyCart(order, services);
  }

  /** A launch whose refund was refused after all is only removed. */
  async function refund(order: Order, { runs }: InvocationServices): Promise<void> {
    if (order.refund) await runs.startRefund(refundRun(order, order.refund));
    await launches.remove(order.orderId, 'refund');
  }

  return {
    launch,
    refund,
    start,
    emptyCart,
    async launchStalled(services) {
      const launched: string[] = [];
      const failed: { orderId: string; error: unknown }[] = [];
      for (const { orderId, customerId, createdAt, kind } of await launches.outstanding(stalledAfterMs)) {
        try {
          const order = await orders.find(customerId, orderId);
          if (order) {
            await (kind === 'refund' ? refund(order, services) : launch(order, services));
            launched.push(orderId);
          } else if (now().getTime() - Date.parse(createdAt) > abandonedAfterMs) {
            await launches.remove(orderId);
          }
        } catch (error) {
          failed.push({ orderId, error });
        }
      }
      return { launched, failed };
    },
  };
}
