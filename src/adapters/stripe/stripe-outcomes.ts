// What the state of a PaymentIntent says about each operation: the answer to it, or that it cannot be told yet.

import type { Charge, PaymentIntent } from 'stripe';
import type { PaymentReceipt, PaymentRefusal } from '../../orders/ports/payments';
import { accepted, type Result, refused } from '../../shared/result';

type Outcome = Result<PaymentReceipt, PaymentRefusal>;

export function authorized(intent: PaymentIntent): Outcome {
  if (intent.status === 'requires_capture') return receipt(intent, intent.amount_capturable);
  if (intent.status === 'succeeded') return receipt(intent, intent.amount_received);
  if (intent.status === 'canceled') return refused('PAYMENT.NOT_AUTHORIZED', 'The payment was called off.');
  throw inState(intent);
}

export function captured(intent: PaymentIntent): Outcome {
  if (intent.status === 'processing') throw inState(intent);
  const isTaken = intent.status === 'succeeded' && !isGivenBack(intent);
  return isTaken
    ? receipt(intent, intent.amount_received)
    : refused('PAYMENT.NOT_AUTHORIZED', 'Nothing is authorized.');
}

/** The charge of a cancelled intent stays as what was held; a declined card held nothing. */
export function voided(intent: PaymentIntent): Outcome {
  const charge = chargeOf(intent);
  if (intent.status === 'canceled') return receipt(intent, charge?.status === 'succeeded' ? charge.amount : 0);
  if (intent.status !== 'succeeded') throw inState(intent);
  return isGivenBack(intent) ? receipt(intent, 0) : refused('PAYMENT.CAPTURED', 'The money was taken: refund it.');
}

export function receipt(intent: PaymentIntent, amount: number): Outcome {
  return accepted({ paymentId: intent.id, amount });
}

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
