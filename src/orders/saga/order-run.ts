// The input of an order's orchestration: all that it needs, since an orchestrator cannot read anything.

import type { Money } from '../../shared/money';
import type { Address, Approval, Order, OrderLine } from '../order';
import type { OrderState } from '../order-states';
import type { Payment } from '../ports/payments';

export interface OrderRun {
  orderId: string;
  customerId: string;
  lines: OrderLine[];
  total: Money;
  shippingAddress: Address;
  paymentToken: string;
  /** ISO 8601, UTC. Missing in inputs of earlier releases. */
  placedAt?: string;
  /** How long the stock stays reserved. */
  reservationTtlMs: number;
  /** Present when the customer can be asked to confirm the payment. */
  paymentAction?: PaymentActionWait;
  /** Present when the order needs approval. */
  approval?: ApprovalWait;
}

/** The output of the orchestration of an order or a refund. */
export interface OrderEnd {
  state: OrderState;
  code?: string;
  detail?: string;
}

export interface PaymentActionWait {
  timeoutMs: number;
}

export interface ApprovalWait {
  timeoutMs: number;
  /** The decision when nobody decides in time. */
  onTimeout: Approval['decision'];
}

/** The settings of orders. */
export interface OrderPolicy {
  reservationTtlMs: number;
  /** How long the customer may take to confirm a payment; 0 if they are never asked to. */
  paymentActionTimeoutMs: number;
  /** Orders with this total or more need approval; in minor units, 0 for none. */
  approval: ApprovalWait & { threshold: number };
}

/** The stock stays reserved for the time of the customer's confirmation and of the approval, too. */
export function orderRun(order: Order, { reservationTtlMs, paymentActionTimeoutMs, approval }: OrderPolicy): OrderRun {
  const { orderId, customerId, lines, total, shippingAddress, paymentToken, createdAt: placedAt } = order;
  const { threshold, timeoutMs, onTimeout } = approval;
  const needsApproval = threshold > 0 && total.amount >= threshold;
  return {
    ...{ orderId, customerId, lines, total, shippingAddress, paymentToken, placedAt },
    reservationTtlMs: reservationTtlMs + paymentActionTimeoutMs + (needsApproval ? timeoutMs : 0),
    ...(paymentActionTimeoutMs > 0 && { paymentAction: { timeoutMs: paymentActionTimeoutMs } }),
    ...(needsApproval && { approval: { timeoutMs, onTimeout } }),
  };
}

/** The payment of an order, the same for each operation on it. */
export function paymentOf(
  order: Pick<OrderRun, 'orderId' | 'customerId' | 'total' | 'paymentToken' | 'placedAt'>,
): Payment {
  const { orderId, customerId, total: amount, paymentToken: token, placedAt } = order;
  return { orderId, customerId, amount, token, ...(placedAt !== undefined && { placedAt }) };
}
