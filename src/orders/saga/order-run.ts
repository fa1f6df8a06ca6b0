// What an order's orchestration works with: everything in its input, since an orchestrator may look nothing up.

import type { Money } from '../../shared/money';
import type { Address, Approval, Order, OrderLine } from '../order';
import type { OrderState } from '../order-states';

export interface OrderRun {
  orderId: string;
  customerId: string;
  lines: OrderLine[];
  total: Money;
  shippingAddress: Address;
  paymentToken: string;
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
  const { orderId, customerId, lines, total, shippingAddress, paymentToken } = order;
  const run = { orderId, customerId, lines, total, shippingAddress, paymentToken };
  const { threshold, timeoutMs, onTimeout } = approval;
  if (threshold === 0 || total.amount < threshold) return { ...run, reservationTtlMs };
  return { ...run, reservationTtlMs: reservationTtlMs + timeoutMs, approval: { timeoutMs, onTimeout } };
}
