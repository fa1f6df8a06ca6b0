// An order as the owner sees it: everything but what gives access to the payment, including what the customer is not shown.

import type { Money } from '../../shared/money';
import type { Order, PaymentMovement, TimelineEntry } from '../order';
import type { OwnerShipment } from '../parcels-under-way';
import { refundsOf, unrefundedAmount } from '../refunds';
import { timelineEntryOf } from '../timeline';

export interface PaymentJson extends Omit<PaymentMovement, 'operation' | 'paymentId'> {
  operation: PaymentMovement['operation'] | 'void' | 'refund';
  /** The provider's; absent when the order is from before it was recorded. */
  paymentId?: string;
}

export type OwnerOrderJson = Omit<
  Order,
  'paymentToken' | 'paymentAction' | 'checkoutHash' | 'payments' | 'shipments'
> & {
  /** The parcels that the carrier has accepted. */
  shipments: OwnerShipment[];
  /** What was authorized, captured, released and refunded, the earliest first. */
  payments: PaymentJson[];
};

export function ownerOrderJson(order: Order, shipments: OwnerShipment[]): OwnerOrderJson {
  const { paymentToken: _token, paymentAction: _action, checkoutHash: _hash, payments: _recorded, ...shown } = order;
  const timeline = order.timeline.map(timelineEntryOf);
  return { ...shown, shipments, timeline, payments: paymentsOf(order) };
}

/** The provider's answers as recorded, the refunds that have ended well, and what was given back when the order was undone. */
function paymentsOf(order: Order): PaymentJson[] {
  const taken = order.timeline.flatMap((entry) => takenIn(entry, order));
  const refunds = refundsOf(order).flatMap(({ ended, amount }) =>
    ended?.outcome === 'refunded' ? [givenBack('refund', taken, { ...order.total, amount }, ended.at)] : [],
  );
  const undone = order.timeline.find(({ step }) => /^(refuse|cancel)Order(:\d+)?$/.test(step));
  const isCaptured = taken.at(-1)?.operation === 'capture';
  const amount = { ...order.total, amount: isCaptured ? unrefundedAmount(order) : order.total.amount };
  const release = undone && taken.length > 0 && givenBack(isCaptured ? 'refund' : 'void', taken, amount, undone.at);
  const all = [...taken, ...refunds, ...(release && release.amount.amount > 0 ? [release] : [])];
  return all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const operations: Record<string, PaymentMovement['operation']> = {
  authorizePayment: 'authorize',
  capturePayment: 'capture',
};

function takenIn({ step, at }: TimelineEntry, order: Order): PaymentJson[] {
  const operation = operations[step];
  if (!operation) return [];
  return [order.payments?.find((one) => one.operation === operation) ?? { operation, amount: order.total, at }];
}

function givenBack(
  operation: 'void' | 'refund',
  taken: readonly PaymentJson[],
  amount: Money,
  at: string,
): PaymentJson {
  const paymentId = taken.at(-1)?.paymentId;
  return { operation, ...(paymentId !== undefined && { paymentId }), amount, at };
}
