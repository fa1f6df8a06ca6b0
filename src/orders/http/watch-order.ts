// Holds an answer until there is news (`Prefer: wait`, RFC 7240): a page can follow an order without asking all the time.

import type { Order } from '../order';
import { isEnd } from '../order-states';
import type { OrderStore } from '../ports/order-store';

export interface WatchOrderDeps {
  orders: OrderStore;
  now: () => Date;
  sleep: (ms: number) => Promise<void>;
}

export interface Watch {
  customerId: string;
  orderId: string;
  /** How long to wait for news at most; 0 looks once. */
  waitMs: number;
  /** The version the caller knows; the one found first when not given. */
  knownVersion?: number;
}

/** The order as soon as it has another version or is at its end, or as it is when the time is over; undefined when there is none. */
export type WatchOrder = (watch: Watch) => Promise<Order | undefined>;

const pauseMs = 250;

export function makeWatchOrder({ orders, now, sleep }: WatchOrderDeps): WatchOrder {
  return async ({ customerId, orderId, waitMs, knownVersion }) => {
    const deadline = now().getTime() + waitMs;
    const first = await orders.find(customerId, orderId);
    const known = knownVersion ?? first?.version;
    let order = first;
    while (order && order.version === known && !isEnd(order.state)) {
      const leftMs = deadline - now().getTime();
      if (leftMs <= 0) break;
      await sleep(Math.min(pauseMs, leftMs));
      order = await orders.find(customerId, orderId);
    }
    return order;
  };
}
