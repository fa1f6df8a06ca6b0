// What the owner can do about an order as it is now. The API decides; this only spares clicks that it would refuse.

import type { OwnerOrder, OwnerShipment } from '../schemas';

export interface OrderActions {
  /** Approve or reject. */
  decide: boolean;
  refund: boolean;
  /** Undo again, or note how it was settled by hand. */
  resolve: boolean;
  dispatch: OwnerShipment[];
  deliver: OwnerShipment[];
}

const paid = ['captured', 'shipped', 'delivered'];

export function orderActions(order: OwnerOrder): OrderActions {
  const { state, approval, refunds = [], resolutions = [], shipments, timeline } = order;
  const isFailed = state === 'compensationFailed';
  const isBusy = refunds.some(({ ended }) => !ended) || resolutions.some(({ endedAt }) => endedAt === undefined);
  const wasPaid = paid.includes(state) || (isFailed && timeline.some(({ step }) => step === 'capturePayment'));
  const isSending = paid.includes(state);
  return {
    decide: state === 'awaitingApproval' && approval === undefined,
    refund: wasPaid && !isBusy && amountLeft(order) > 0,
    resolve: isFailed && !isBusy,
    dispatch: isSending ? shipments.filter((parcel) => parcel.state === 'created') : [],
    deliver: isSending ? shipments.filter((parcel) => parcel.state === 'dispatched') : [],
  };
}

/** What was paid and not refunded, in minor units. */
export function amountLeft({ total, refunds = [] }: OwnerOrder): number {
  return refunds
    .filter(({ ended }) => ended?.outcome === 'refunded')
    .reduce((left, { amount }) => left - amount, total.amount);
}
