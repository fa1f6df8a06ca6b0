// What the state of a PaymentIntent says about each operation: the answer to it, or that it cannot be told yet.

import type { Charge, PaymentIntent } from 'stripe';
import type { PaymentReceipt, PaymentRefusal } from '../../orders/ports';
import { accepted, type Result, refused } from '../../shared/result';
import { fromStripeAmount } from './stripe-amounts';

type Outcome = Result<PaymentReceipt, PaymentRefusal>;

export function authorized(intent: PaymentIntent): Outcome {
  if (intent.status === 'requires_capture') return receipt(intent, intent.amount_capturable);
  if (intent.status === 'succeeded') return receipt(intent, intent.amount_received);
  if (intent.status === 'canceled') return refused('PAYMENT.NOT_AUTHORIZED', 'The payment was called off.');
  throw inState(intent);
}

/** States in which nothing is held, or no longer. */
const notHeld: ReadonlySet<string> = new Set([
  'canceled',
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]);

export function captured(intent: PaymentIntent): Outcome {
  const isTaken = intent.status === 'succeeded';
  if (isTaken && !isGivenBack(intent)) return receipt(intent, intent.amount_received);
  if (isTaken || notHeld.has(intent.status)) return refused('PAYMENT.NOT_AUTHORIZED', 'Nothing is authorized.');
  throw inState(intent);
}

/** The charge of a cancelled intent stays as what was held; a declined card held nothing. */
export function voided(intent: PaymentIntent): Outcome {
  const charge = chargeOf(intent);
  if (intent.status === 'canceled') return receipt(intent, charge?.status === 'succeeded' ? charge.amount : 0);
  if (intent.status !== 'succeeded') throw inState(intent);
  return isGivenBack(intent) ? receipt(intent, 0) : refused('PAYMENT.CAPTURED', 'The money was taken: refund it.');
}

/** @param amount in Stripe's minor units. */
export function receipt({ id, currency }: PaymentIntent, amount: number): Outcome {
  return accepted({ paymentId: id, amount: fromStripeAmount(amount, currency) });
}

/** Of an order that no payment was ever made for. */
export const nothingToMove: Outcome = accepted({ paymentId: '', amount: 0 });

/** A fault: asked again later, the intent may have come further. */
export function inState({ id, status }: PaymentIntent): Error {
  return new Error(`Stripe's ${id} is in the state ${status}.`);
}

export function chargeOf({ latest_charge: charge }: PaymentIntent): Charge | undefined {
  return charge === null || typeof charge === 'string' ? undefined : charge;
}

function isGivenBack(intent: PaymentIntent): boolean {
  return chargeOf(intent)?.refunded === true;
}
