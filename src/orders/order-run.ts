// What an order's orchestration works with: everything in its input, since an orchestrator may look nothing up.

import type { Money } from '../shared/money';
import type { Address, Order, OrderLine } from './order';

export interface OrderRun {
  orderId: string;
  customerId: string;
  lines: OrderLine[];
  total: Money;
  shippingAddress: Address;
  paymentToken: string;
  /** How long the stock is kept for the order. */
  reservationTtlMs: number;
}

export function orderRun(order: Order, reservationTtlMs: number): OrderRun {
  const { orderId, customerId, lines, total, shippingAddress, paymentToken } = order;
  return { orderId, customerId, lines, total, shippingAddress, paymentToken, reservationTtlMs };
}
