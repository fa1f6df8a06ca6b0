// An order as the owner sees it: everything but the payment token, including what the customer is not shown.

import type { Order, PaymentMovement, TimelineEntry } from '../order';

export interface PaymentJson extends Omit<PaymentMovement, 'operation' | 'paymentId'> {
  operation: PaymentMovement['operation'] | 'void' | 'refund';
  /** The provider's; absent when the order is from before it was recorded. */
  paymentId?: string;
}

export type OwnerOrderJson = Omit<Order, 'paymentToken' | 'checkoutHash' | 'payments'> & {
  /** What was authorized, captured, released and refunded, the earliest first. */
  payments: PaymentJson[];
};

export function ownerOrderJson(order: Order): OwnerOrderJson {
  const { paymentToken: _token, checkoutHash: _hash, payments: _recorded, ...shown } = order;
  return { ...shown, payments: paymentsOf(order) };
}

/** The provider's answers as recorded, and what the timeline says was given back. */
function paymentsOf(order: Order): PaymentJson[] {
  const payments: PaymentJson[] = [];
  for (const entry of order.timeline) payments.push(...paymentIn(entry, order, payments));
  return payments;
}

const operations: Record<string, PaymentMovement['operation']> = {
  authorizePayment: 'authorize',
  capturePayment: 'capture',
};

function paymentIn({ step, state, at }: TimelineEntry, order: Order, earlier: PaymentJson[]): PaymentJson[] {
  const operation = operations[step];
  if (operation) {
    const recorded = order.payments?.find((one) => one.operation === operation);
    return [recorded ?? { operation, amount: order.total, at }];
  }
  const last = earlier.at(-1);
  const isGivenBack = step === 'refundOrder' ? state === 'refunded' : step === 'refuseOrder' || step === 'cancelOrder';
  if (!last || !isGivenBack) return [];
  return [{ ...last, operation: last.operation === 'capture' ? 'refund' : 'void', at }];
}
