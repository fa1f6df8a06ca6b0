// The port to where orders are stored.

import type { Money } from '../../shared/money';
import type { Order, OrderEssentials } from '../order';
import type { OrderState } from '../order-states';

export interface OrderSummary {
  orderId: string;
  state: OrderState;
  total: Money;
  createdAt: string;
}

export interface OrderQuery {
  state?: OrderState;
  /** The cursor that came with the previous page. */
  cursor?: string;
  limit: number;
}

export interface OrderStore {
  /** Stores a new order unless one with its id exists, and returns the stored one. */
  insert(order: Order): Promise<{ order: Order; created: boolean }>;

  /** A customer's order; undefined also when the order is another customer's. */
  find(customerId: string, orderId: string): Promise<Order | undefined>;

  /** The part of an order that never changes; the store may answer from memory. */
  essentials(customerId: string, orderId: string): Promise<OrderEssentials | undefined>;

  /**
   * Applies a change atomically: concurrent changes are applied one after the other, none is lost.
   * A change that returns its argument writes nothing. @throws when the order does not exist.
   */
  update(customerId: string, orderId: string, change: (order: Order) => Order): Promise<Order>;

  /** The customer of an order. Scans all orders when the order is not in the index. */
  customerOf(orderId: string): Promise<string | undefined>;

  /** A customer's orders, the newest first. @throws AppError `REQUEST.INVALID` when the cursor is malformed. */
  list(customerId: string, query: OrderQuery): Promise<{ orders: OrderSummary[]; cursor?: string }>;
}
