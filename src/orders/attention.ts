// Which orders need the shop or its owner, and what failed with them.

import type { Order } from './order';
import { type OrderState, waitsFor } from './order-states';
import type { Failure } from './ports/all-orders';

/** Whether an order must go on soon. A shipped order waits for the carrier, for days. */
export function isWaiting(state: OrderState): boolean {
  const who = waitsFor(state);
  return who === 'shop' || who === 'owner' || who === 'customer';
}

/** Whether an order is on the owner's list of things to look at. */
export function needsAttention(state: OrderState): boolean {
  return isWaiting(state) || state === 'compensationFailed';
}

/** The latest failures of compensations and refunds, at most `most`. */
export function failuresOf({ timeline }: Order, most = 10): Failure[] {
  return timeline
    .filter(({ reason }) => reason === 'COMPENSATION.FAILED')
    .slice(-most)
    .map(({ at, step, detail }) => ({ at, step, ...(detail !== undefined && { detail }) }));
}
