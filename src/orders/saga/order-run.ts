// What an order's orchestration works with: everything in its input, since an orchestrator may look nothing up.

import type { Money } from '../../shared/money';
import type { Address, Approval, Order, OrderLine, OrderState } from '../order';
import type { Payment } from '../ports';

export interface OrderRun {
  orderId: string;
  customerId: string;
  lines: OrderLine[];
  total: Money;
  shippingAddress: Address;
  paymentToken: string;
  /** ISO 8601, UTC; inputs in older histories lack it. */
  placedAt?: string;
  /** How long the stock is kept for the order. */
  reservationTtlMs: number;
  /** Only where somebody has to agree to the order. */
  approval?: ApprovalWait;
}

/** How an order's orchestration, or the one of its refund, has ended. */
export interface OrderEnd {
  state: OrderState;
  code?: string;
  detail?: string;
}

export interface ApprovalWait {
  timeoutMs: number;
  /** What counts as decided when nobody has decided in time. */
  onTimeout: Approval['decision'];
}

/** The shop's rules for orders, as its settings give them. */
export interface OrderPolicy {
  reservationTtlMs: number;
  /** From which total on somebody has to agree, in minor units; 0 for never. */
  approval: ApprovalWait & { threshold: number };
}

/** An order that waits for approval keeps its stock for as long as that may take. */
export function orderRun(order: Order, { reservationTtlMs, approval }: OrderPolicy): OrderRun {
  const { orderId, customerId, lines, total, shippingAddress, paymentToken, createdAt: placedAt } = order;
  const run = { orderId, customerId, lines, total, shippingAddress, paymentToken, placedAt };
  const { threshold, timeoutMs, onTimeout } = approval;
  if (threshold === 0 || total.amount < threshold) return { ...run, reservationTtlMs };
  return { ...run, reservationTtlMs: reservationTtlMs + timeoutMs, approval: { timeoutMs, onTimeout } };
}

/** What is to be paid for an order, as every operation on its payment is told. */
export function paymentOf(
  order: Pick<OrderRun, 'orderId' | 'customerId' | 'total' | 'paymentToken' | 'placedAt'>,
): Payment {
  const { orderId, customerId, total: amount, paymentToken: token, placedAt } = order;
  return { orderId, customerId, amount, token, ...(placedAt !== undefined && { placedAt }) };
}
