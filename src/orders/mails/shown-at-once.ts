// Which ends are not mailed: anybody can enter any address and a card that is declined or never confirmed, so a mail about each of
// them would be a mail to whomever they like, with their text in it.

import type { Order } from '../order';
import type { OrderStep } from '../order-states';

/** How long a customer waits at the checkout, which shows the refusal itself. */
const customerWaitsMs = 60_000;

/**
 * Whether an order ended before a payment was ever authorized, and the customer knows: it was refused so soon that they were still
 * at the checkout, or they were asked to confirm the payment and have refused it, let the time go by, or cancelled. Any other
 * refusal (the shop or the provider was down) is mailed: the customer may have left.
 */
export function isShownAtOnce({ timeline, createdAt }: Pick<Order, 'timeline' | 'createdAt'>): boolean {
  const end = timeline.find(({ state }) => state === 'refused' || state === 'cancelled');
  if (!end || hasTaken('authorizePayment')) return false;
  if (hasTaken('requestPaymentAction') && endsByCustomer.has(end.reason ?? '')) return true;
  return end.state === 'refused' && Date.parse(end.at) - Date.parse(createdAt) < customerWaitsMs;

  function hasTaken(wanted: OrderStep): boolean {
    return timeline.some(({ step }) => step === wanted);
  }
}

const endsByCustomer: ReadonlySet<string> = new Set(['PAYMENT.DECLINED', 'PAYMENT.NOT_CONFIRMED', 'ORDER.CANCELLED']);
