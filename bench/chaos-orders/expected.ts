// The expected result of an order, from its plan and from whether it was cancelled.

import type { Placed } from './buy';
import { needsApproval, type OrderPlan, refundedLines } from './plan';
import { shopProducts } from './products';

export interface Expected {
  state: string;
  /** Code of the refusal in the last timeline entry. */
  reason?: string;
  /** `held`: authorized, not captured. `partly`: some of what was taken is given back. */
  money: 'none' | 'held' | 'taken' | 'partly' | 'givenBack';
  /** What is given back, in minor units. */
  refunds: number[];
  units: 'free' | 'reserved' | 'sold';
  /** Units that were sold and have returned. */
  returned: OrderPlan['lines'];
  /**
   * Whether a parcel from each warehouse is delivered; otherwise there is no active parcel. Those from the warehouses in
   * `withdrawn` may be missing.
   */
  arrived: boolean;
  withdrawn: string[];
  /** Events of the mails about the order, in alphabetical order. */
  mails: string[];
  /** Mails that a decision may have made unnecessary. */
  optionalMails: string[];
}

type Outcome = Omit<Expected, 'optionalMails' | 'mails' | 'withdrawn' | 'returned' | 'refunds'> & {
  mails: string[];
  optional?: string[];
};

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
export function expectedOf({ plan, cancelled: wasCancelled, total }: Placed, state: string): Expected {
  const { mails, optional = [], ...outcome } = outcomeOf(plan, wasCancelled, state);
  const returned = refundedLines(plan);
  const withdrawn = warehousesOf(plan.kind === 'refundedEarly' ? plan.lines : returned);
  const refunds = { none: [], held: [], taken: [], partly: [amountOf(returned)], givenBack: [total] }[outcome.money];
  const optionalMails = needsApproval(plan.kind) ? [...optional, 'approvalRequested'] : optional;
  return { ...outcome, refunds, withdrawn, returned, mails: mails.toSorted(), optionalMails };
}

function outcomeOf({ kind }: OrderPlan, wasCancelled: boolean, state: string): Outcome {
  if (wasCancelled) return kind === 'cancelledUnpaid' ? { ...cancelled, mails: [] } : cancelled;
  switch (kind) {
    case 'declined':
      return refusedAtOnceFor('PAYMENT.DECLINED');
    case 'notConfirmed':
      return { ...refusedFor('PAYMENT.DECLINED'), mails: [] };
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
    case 'refundedEarly':
      // A kill may come between the capture and its mail, and the refund before the mail's next attempt.
      return { ...refunded, units: 'free', mails: ['refunded'], optional: ['confirmed', 'shipped', 'delivered'] };
    case 'refundedLines':
      return {
        ...delivered,
        money: 'partly',
        mails: ['confirmed', 'delivered', 'refunded'],
        // Without the withdrawn parcel the order may arrive at once.
        optional: ['shipped'],
      };
    case 'scarce':
      return state === 'refused' ? refusedAtOnceFor('STOCK.SHORT') : delivered;
    default:
      return delivered;
  }
}

function warehousesOf(lines: OrderPlan['lines']): string[] {
  return lines.flatMap(({ sku }) => shopProducts.find((product) => product.sku === sku)?.warehouse ?? []);
}

function amountOf(lines: OrderPlan['lines']): number {
  const priceOf = (wanted: string) => shopProducts.find(({ sku }) => sku === wanted)?.price ?? 0;
  return lines.reduce((sum, { sku, quantity }) => sum + quantity * priceOf(sku), 0);
}
