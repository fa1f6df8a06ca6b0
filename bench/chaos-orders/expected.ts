// What must have become of an order, by its plan and by what was decided about it.

import type { Placed } from './buy';
import { needsApproval, type OrderPlan } from './plan';

export interface Expected {
  state: string;
  /** Code of a refusal, in the last step of the timeline. */
  reason?: string;
  /** `held`: authorized only. */
  money: 'none' | 'held' | 'taken' | 'givenBack';
  units: 'free' | 'reserved' | 'sold';
  /** Whether a parcel from each warehouse has arrived; else none is on its way. */
  arrived: boolean;
  /** Events of the mails about it, in alphabetical order. */
  mails: string[];
  /** Those that a decision may have come before. */
  perhapsMails: string[];
}

type Fate = Omit<Expected, 'perhapsMails' | 'mails'> & { mails: string[]; perhaps?: string[] };

const delivered: Fate = {
  state: 'delivered',
  money: 'taken',
  units: 'sold',
  arrived: true,
  mails: ['confirmed', 'shipped', 'delivered'],
};
const refunded: Fate = {
  ...delivered,
  state: 'refunded',
  money: 'givenBack',
  mails: ['confirmed', 'refunded'],
  // Who is paid back at once is not told any more how far all has come.
  perhaps: ['shipped', 'delivered'],
};
const undone = { money: 'none', units: 'free', arrived: false } as const;
const refusedFor = (reason: string): Fate => ({ ...undone, state: 'refused', reason, mails: ['refused'] });
const cancelled: Fate = { ...undone, state: 'cancelled', reason: 'ORDER.CANCELLED', mails: ['cancelled'] };

/** @param state in which the order is: among buyers of what is scarce nobody knows who gets it. */
export function expectedOf({ plan, cancelled: calledOff }: Placed, state: string): Expected {
  const { mails, perhaps = [], ...fate } = fateOf(plan, calledOff, state);
  const perhapsMails = needsApproval(plan.kind) ? [...perhaps, 'approvalRequested'] : perhaps;
  return { ...fate, mails: mails.toSorted(), perhapsMails };
}

function fateOf({ kind }: OrderPlan, calledOff: boolean, state: string): Fate {
  if (calledOff) return cancelled;
  switch (kind) {
    case 'declined':
      return refusedFor('PAYMENT.DECLINED');
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
      return state === 'refused' ? refusedFor('STOCK.SHORT') : delivered;
    default:
      return delivered;
  }
}
