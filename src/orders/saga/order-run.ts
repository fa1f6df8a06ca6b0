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
  /** Present when the order needs approval. */
  approval?: ApprovalWait;
}

/** The output of the orchestration of an order or a refund. */
export interface OrderEnd {
  state: OrderState;
  code?: string;
  detail?: string;
}

export interface ApprovalWait {
  timeoutMs: number;
  /** The decision when nobody decides in time. */
  onTimeout: Approval['decision'];
}

/** The settings of orders. */
export interface OrderPolicy {
  reservationTtlMs: number;
  /** Orders with this total or more need approval; in minor units, 0 for none. */
  approval: ApprovalWait & { threshold: number };
}

/** An order that needs approval keeps its stock reserved for the time of the approval, too. */
export function orderRun(order: Order, { reservationTtlMs, approval }: OrderPolicy): OrderRun {
  const { orderId, customerId, lines, total, shippingAddress, paymentToken, createdAt: placedAt } = order;
  const run = { orderId, customerId, lines, total, shippingAddress, paymentToken, placedAt };
  const { threshold, timeoutMs, onTimeout } = approval;
  if (threshold === 0 || total.amount < threshold) return { ...run, reservationTtlMs };
  return { ...run, reservationTtlMs: reservationTtlMs + timeoutMs, approval: { timeoutMs, onTimeout } };
}

/** The payment of an order, the same for each operation on it. */
export function paymentOf(
  order: Pick<OrderRun, 'orderId' | 'customerId' | 'total' | 'paymentToken' | 'placedAt'>,
): Payment {
  const { orderId, customerId, total: amount, paymentToken: token, placedAt } = order;
  return { orderId, customerId, amount, token, ...(placedAt !== undefined && { placedAt }) };
}
