// The input of a refund's orchestration.

import type { Line } from '../../shared/contracts';
import type { Order, Refund } from '../order';
import type { Payment } from '../ports/payments';
import { paymentOf } from './order-run';

export interface RefundRun {
  orderId: string;
  customerId: string;
  payment: Payment;
  /** The units to return to stock; may be empty. */
  restock: Line[];
  reason: string;
}

/** The instance id of an order's refund: one for each order, and never that of a parcel. */
export function refundInstance(orderId: string): string {
  return `refund:${orderId}`;
}

export function refundRun(order: Order, refund: Refund): RefundRun {
  const { orderId, customerId, lines, createdAt: placedAt } = order;
  const restock = refund.restock ? lines.map(({ sku, quantity }) => ({ sku, quantity })) : [];
  return { orderId, customerId, payment: paymentOf({ ...order, placedAt }), restock, reason: refund.reason };
}
