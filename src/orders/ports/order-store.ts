// Where orders are kept.

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
  /** Where the page before ended. */
  cursor?: string;
  limit: number;
}

export interface OrderStore {
  /** Stores a new order unless there is one of its id, and answers with the one that is there now. */
  insert(order: Order): Promise<{ order: Order; created: boolean }>;

  /** A customer's order; undefined also when the order is somebody else's. */
  find(customerId: string, orderId: string): Promise<Order | undefined>;

  /** What never changes of a customer's order, which the store need not read again if it knows it. */
  essentials(customerId: string, orderId: string): Promise<OrderEssentials | undefined>;

  /**
   * Applies a change to the order as it is at that moment; concurrent changes follow each other, none is lost.
   * A change that returns its argument writes nothing. @throws when there is no such order.
   */
  update(customerId: string, orderId: string, change: (order: Order) => Order): Promise<Order>;

  /** Whose order it is, found by looking through all of them: for the rare case that nothing else tells. */
  customerOf(orderId: string): Promise<string | undefined>;

  /** A customer's orders, the newest first. @throws AppError `REQUEST.INVALID` on a cursor that is none. */
  list(customerId: string, query: OrderQuery): Promise<{ orders: OrderSummary[]; cursor?: string }>;
}
