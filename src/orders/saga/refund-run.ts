// The input of a refund's orchestration.

import type { Line } from '../../shared/contracts';
import type { Order, Refund } from '../order';
import type { Payment } from '../ports/payments';

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

export function refundRun({ orderId, customerId, total, paymentToken, lines }: Order, refund: Refund): RefundRun {
  const restock = refund.restock ? lines.map(({ sku, quantity }) => ({ sku, quantity })) : [];
  const payment = { orderId, amount: total, token: paymentToken };
  return { orderId, customerId, payment, restock, reason: refund.reason };
}
