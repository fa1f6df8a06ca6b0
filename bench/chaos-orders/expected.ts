// The expected result of an order, from its plan and from whether it was cancelled.

import type { Placed } from './buy';
import { needsApproval, type OrderPlan } from './plan';

export interface Expected {
  state: string;
  /** Code of the refusal in the last timeline entry. */
  reason?: string;
  /** `held`: authorized, not captured. */
  money: 'none' | 'held' | 'taken' | 'givenBack';
  units: 'free' | 'reserved' | 'sold';
  /** Whether a parcel from each warehouse is delivered; otherwise there is no active parcel. */
  arrived: boolean;
  /** Events of the mails about the order, in alphabetical order. */
  mails: string[];
  /** Mails that a decision may have made unnecessary. */
  optionalMails: string[];
}

type Outcome = Omit<Expected, 'optionalMails' | 'mails'> & { mails: string[]; optional?: string[] };

const delivered: Outcome = {
  state: 'delivered',
  money: 'taken',
  units: 'sold',
  arrived: true,
  mails: ['confirmed', 'shipped', 'delivered'],
};
const refunded: Outcome = {
  ...delivered,
  state: 'refunded',
  money: 'givenBack',
  mails: ['confirmed', 'refunded'],
  // After an immediate refund these mails are not sent any more.
  optional: ['shipped', 'delivered'],
};
const undone = { money: 'none', units: 'free', arrived: false } as const;
const refusedFor = (reason: string): Outcome => ({ ...undone, state: 'refused', reason, mails: ['refused'] });
/** At the checkout no mail is sent; if a crash delays the refusal for a minute, one is. */
const refusedAtOnceFor = (reason: string): Outcome => ({ ...refusedFor(reason), mails: [], optional: ['refused'] });
const cancelled: Outcome = { ...undone, state: 'cancelled', reason: 'ORDER.CANCELLED', mails: ['cancelled'] };

/** @param state the order's state, because the plan cannot tell which buyers get the scarce product. */
export function expectedOf({ plan, cancelled: wasCancelled }: Placed, state: string): Expected {
  const { mails, optional = [], ...outcome } = outcomeOf(plan, wasCancelled, state);
  const optionalMails = needsApproval(plan.kind) ? [...optional, 'approvalRequested'] : optional;
  return { ...outcome, mails: mails.toSorted(), optionalMails };
}

function outcomeOf({ kind }: OrderPlan, wasCancelled: boolean, state: string): Outcome {
  if (wasCancelled) return cancelled;
  switch (kind) {
    case 'declined':
      return refusedAtOnceFor('PAYMENT.DECLINED');
    case 'notDelivered':
      return { ...refusedFor('SHIPMENT.REFUSED'), money: 'givenBack', mails: ['confirmed', 'refused'] };
    case 'rejected':
      return refusedFor('ORDER.REJECTED');
    case 'undecided':
      return { state: 'awaitingApproval', money: 'held', units: 'reserved', arrived: false, mails: [] };
    case 'refunded':
      return refunded;
    case 'refundedRestocked':
      return { ...refunded, units: 'free' };
    case 'scarce':
      return state === 'refused' ? refusedAtOnceFor('STOCK.SHORT') : delivered;
    default:
      return delivered;
  }
}
