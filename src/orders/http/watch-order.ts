// Long polling (`Prefer: wait`, RFC 7240): the response is held until the order changes.

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
  /** The longest time to wait for a change; 0 reads once. */
  waitMs: number;
  /** The version that the caller has; by default the one that is read first. */
  knownVersion?: number;
}

/** Resolves with the order once it has another version or is at an end, or when the time is over; undefined when it does not exist. */
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
