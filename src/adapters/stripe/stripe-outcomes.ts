// Maps the state of a PaymentIntent to the outcome of each operation, or to an error while the outcome is still open.

import type { Charge, PaymentIntent } from 'stripe';
import type { PaymentAction } from '../../orders/order';
import type { Authorization, PaymentReceipt, PaymentRefusal } from '../../orders/ports/payments';
import { accepted, type Result, refused } from '../../shared/result';
import { fromStripeAmount } from './stripe-amounts';

type Outcome = Result<PaymentReceipt, PaymentRefusal>;

export function authorized(intent: PaymentIntent): Outcome {
  if (intent.status === 'requires_capture') return receipt(intent, intent.amount_capturable);
  if (intent.status === 'succeeded') return receipt(intent, intent.amount_received);
  if (intent.status === 'canceled') return refused('PAYMENT.NOT_AUTHORIZED', 'The payment was cancelled.');
  throw unsettledState(intent);
}

/** The outcome when the customer may be asked to confirm the payment. After a refusal of theirs the intent waits for another card. */
export function authorizedOrAsked(intent: PaymentIntent): Result<Authorization, PaymentRefusal> {
  const { id, status, last_payment_error: error } = intent;
  if (status === 'requires_action') return accepted({ paymentId: id, amount: 0, action: actionOf(intent) });
  if (status !== 'requires_payment_method') return authorized(intent);
  return refused('PAYMENT.DECLINED', error?.message ?? 'The payment was not confirmed.');
}

/** @throws a fault if it is none that this shop can pass on. */
function actionOf({ id, next_action: next, client_secret: clientSecret }: PaymentIntent): PaymentAction {
  const url = next?.redirect_to_url?.url;
  if (url && /^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    return { type: 'redirect', url, ...(clientSecret && { clientSecret }) };
  }
  if (!clientSecret) throw new Error(`Stripe's ${id} requires an action that it does not name.`);
  return { type: 'sdk', clientSecret };
}

/** States of an intent without an authorization. Any other state, also one that is unknown here, is no proof of that. */
const nothingAuthorized: ReadonlySet<string> = new Set([
  'canceled',
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]);

export function captured(intent: PaymentIntent): Outcome {
  const isCaptured = intent.status === 'succeeded';
  if (isCaptured && !isRefunded(intent)) return receipt(intent, intent.amount_received);
  if (isCaptured || nothingAuthorized.has(intent.status)) {
    return refused('PAYMENT.NOT_AUTHORIZED', 'Nothing is authorized.');
  }
  throw unsettledState(intent);
}

/** The charge of a cancelled intent still shows the authorized amount; a declined card authorized nothing. */
export function voided(intent: PaymentIntent): Outcome {
  const charge = chargeOf(intent);
  if (intent.status === 'canceled') return receipt(intent, charge?.status === 'succeeded' ? charge.amount : 0);
  if (intent.status !== 'succeeded') throw unsettledState(intent);
  return isRefunded(intent) ? receipt(intent, 0) : refused('PAYMENT.CAPTURED', 'The payment was captured: refund it.');
}

/** @param amount in Stripe's minor units. */
export function receipt({ id, currency }: PaymentIntent, amount: number): Outcome {
  return accepted({ paymentId: id, amount: fromStripeAmount(amount, currency) });
}

/** The outcome for an order that has no payment at Stripe. */
export const nothingMoved: Outcome = accepted({ paymentId: '', amount: 0 });

/** A fault: a retry may find the intent in a later state. */
export function unsettledState({ id, status }: PaymentIntent): Error {
  return new Error(`Stripe's ${id} is still in state ${status}.`);
}

export function chargeOf({ latest_charge: charge }: PaymentIntent): Charge | undefined {
  return charge === null || typeof charge === 'string' ? undefined : charge;
}

function isRefunded(intent: PaymentIntent): boolean {
  return chargeOf(intent)?.refunded === true;
}
