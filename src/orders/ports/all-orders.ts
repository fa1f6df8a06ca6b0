// The port to the orders of all customers, for the owner.

import type { OrderState } from '../order-states';
import type { OrderSummary } from './order-store';

/** An order as the owner sees it in a list. */
export interface OrderSnapshot extends OrderSummary {
  customerId: string;
  /** Of the latest change; ISO 8601, UTC. */
  updatedAt: string;
}

/** The orders of all customers. */
export interface AllOrders {
  /**
   * Unsorted, and read page by page as the caller iterates. `notAfter`: placed at that time or before. A change during the
   * iteration may or may not be seen.
   */
  snapshots(wanted: { state?: OrderState; notAfter?: string }): AsyncIterable<OrderSnapshot>;
}
