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
  const { state, approval, shipments, timeline } = order;
  const isFailed = state === 'compensationFailed';
  const isBusy = isUnderWay(order);
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

const movingMs = 60_000;

/** Whether an orchestration is likely to change the order at any moment. `now` in ms since the epoch. */
export function isMoving(order: OwnerOrder, now: number): boolean {
  return isUnderWay(order) || now - Date.parse(order.updatedAt) < movingMs;
}

function isUnderWay({ refunds = [], resolutions = [] }: OwnerOrder): boolean {
  return refunds.some(({ ended }) => !ended) || resolutions.some(({ endedAt }) => endedAt === undefined);
}

/** What was paid and not refunded, in minor units. */
export function amountLeft({ total, refunds = [] }: OwnerOrder): number {
  return refunds
    .filter(({ ended }) => ended?.outcome === 'refunded')
    .reduce((left, { amount }) => left - amount, total.amount);
}
