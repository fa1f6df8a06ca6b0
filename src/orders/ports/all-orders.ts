// Every customer's orders, for the shop's people.

import type { OrderState } from '../order-states';
import type { OrderSummary } from './order-store';

/** An order as the shop's people see it in a list. */
export interface OrderSnapshot extends OrderSummary {
  customerId: string;
  /** When something became of it last; ISO 8601, UTC. */
  updatedAt: string;
}

/** Every customer's orders. */
export interface AllOrders {
  /** In no order, read on as they are asked for. `notAfter`: placed at that time or before. What changes meanwhile may be seen before or after it. */
  snapshots(wanted: { state?: OrderState; notAfter?: string }): AsyncIterable<OrderSnapshot>;
}
