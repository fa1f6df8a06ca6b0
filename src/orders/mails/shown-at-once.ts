// Which refusals are not mailed: anybody can enter any address and a card that is declined, so a mail about each decline would be
// a mail to whomever they like, with their text in it.

import type { Order } from '../order';

/** How long a customer waits at the checkout, which shows the refusal itself. */
const customerWaitsMs = 60_000;

/**
 * Whether an order was refused before a payment was ever authorized, and so soon that the customer was still at the checkout.
 * A refusal later than that (the shop or the provider was down) is mailed: the customer may have left.
 */
export function isShownAtOnce({ timeline, createdAt }: Pick<Order, 'timeline' | 'createdAt'>): boolean {
  const refusal = timeline.find(({ state }) => state === 'refused');
  if (!refusal || timeline.some(({ step }) => step === 'authorizePayment')) return false;
  return Date.parse(refusal.at) - Date.parse(createdAt) < customerWaitsMs;
}
