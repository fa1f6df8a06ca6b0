// Long polling (`Prefer: wait`, RFC 7240): the response is held until the order changes. However many wait for one order in this
// process, it is read once in 250 ms.

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

export interface Watched {
  order: Order;
  /** Whether the answer was held back to wait for a change. */
  isHeld: boolean;
}

/**
 * Resolves with the order once it has another version, or when the time is over; undefined when it does not exist. An order at an
 * end is waited for only by a caller that names its version: it knows the end, and waits for what may follow, such as a refund.
 */
export type WatchOrder = (watch: Watch) => Promise<Watched | undefined>;

const pauseMs = 250;

/** Create one per process: it shares the reads. */
export function makeWatchOrder({ orders, now, sleep }: WatchOrderDeps): WatchOrder {
  const nextReads = new Map<string, Promise<Order | undefined>>();

  async function readAfterPause(customerId: string, orderId: string): Promise<Order | undefined> {
    await sleep(pauseMs);
    // Who comes from now on waits for a read that begins later.
    nextReads.delete(`${customerId} ${orderId}`);
    return orders.find(customerId, orderId);
  }

  function nextRead(customerId: string, orderId: string): Promise<Order | undefined> {
    const key = `${customerId} ${orderId}`;
    const reading = nextReads.get(key) ?? readAfterPause(customerId, orderId);
    nextReads.set(key, reading);
    return reading;
  }

  return async ({ customerId, orderId, waitMs, knownVersion }) => {
    const deadline = now().getTime() + waitMs;
    let order = await orders.find(customerId, orderId);
    const known = knownVersion ?? order?.version;
    const isOver = (state: Order['state']) => knownVersion === undefined && isEnd(state);
    let isHeld = false;
    while (order && order.version === known && !isOver(order.state) && now().getTime() < deadline) {
      isHeld = true;
      order = await nextRead(customerId, orderId);
    }
    return order && { order, isHeld };
  };
}
