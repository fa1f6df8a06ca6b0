// What follows once an order is recorded: its orchestration starts, then the cart is emptied. A note of it was made before the
// order, so whoever comes first after a crash (the customer again, or the timer) finishes it.

import type { Line, StockLevels } from '../../shared/contracts';
import type { Order } from '../order';
import type { CartReader } from '../ports/cart-reader';
import type { OrderLaunches } from '../ports/order-launches';
import type { OrderStore } from '../ports/order-store';
import { type OrderPolicy, orderRun } from '../saga/order-run';
import { refundRun } from '../saga/refund-run';
import type { OrderRuns } from '../saga/runs';

/** What one invocation brings along: all of it works with its durable client. */
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
  /** Both parts; each does nothing when it has been done before. */
  launch(order: Order, services: InvocationServices): Promise<void>;
  /** `isNew`: the caller has just recorded the order. */
  start(order: Order, services: InvocationServices, isNew?: boolean): Promise<void>;
  emptyCart(order: Order, services: InvocationServices): Promise<void>;
  /** Starts the refund that the order's record asks for, once. */
  refund(order: Order, services: InvocationServices): Promise<void>;
  /** Launches what was recorded a while ago and left; answers with the ids, and with what went wrong. */
  launchStalled(
    services: InvocationServices,
  ): Promise<{ launched: string[]; failed: { orderId: string; error: unknown }[] }>;
}

/** Whoever placed the order launches it within this time, or is not there any more. */
const stalledAfterMs = 30_000;

/** A note without an order: the order was not recorded, and no request lasts this long. */
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

  /** A note of one that was refused in the end is only taken away. */
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
