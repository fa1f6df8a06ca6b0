// The port to the index of orders: what makes them findable by time, state, mail address and id.

import type { Order } from '../order';

export interface OrderIndex {
  /**
   * Takes a changed order over, soon: several changes of one order become one write. Never fails; a write that is lost with
   * the process is repaired by the order's next change, or by the daily repair.
   * @param isNew the order has just been recorded for the first time.
   */
  note(order: Order, isNew?: boolean): void;
  /** Writes what this process has noted. Never fails: what cannot be written is logged and tried again later. */
  flush(): Promise<void>;
  /** The customer of an order; undefined when the order is not in the index. */
  customerOf(orderId: string): Promise<string | undefined>;
}
