// What the orchestration of a refund works with.

import type { Line } from '../../shared/contracts';
import type { Order, Refund } from '../order';
import type { Payment } from '../ports';
import { paymentOf } from './order-run';

export interface RefundRun {
  orderId: string;
  customerId: string;
  payment: Payment;
  /** What comes back into stock; empty when nothing does. */
  restock: Line[];
  reason: string;
}

/** The instance id of an order's refund: one for each order, and none that a parcel could have. */
export function refundInstance(orderId: string): string {
  return `refund:${orderId}`;
}

export function refundRun(order: Order, refund: Refund): RefundRun {
  const { orderId, customerId, lines, createdAt: placedAt } = order;
  const restock = refund.restock ? lines.map(({ sku, quantity }) => ({ sku, quantity })) : [];
  return { orderId, customerId, payment: paymentOf({ ...order, placedAt }), restock, reason: refund.reason };
}
