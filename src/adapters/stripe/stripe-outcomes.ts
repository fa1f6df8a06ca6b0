// Maps the state of a PaymentIntent to the outcome of each operation, or to an error while the outcome is still open.

import type { Charge, PaymentIntent } from 'stripe';
import type { PaymentReceipt, PaymentRefusal } from '../../orders/ports/payments';
import { accepted, type Result, refused } from '../../shared/result';

type Outcome = Result<PaymentReceipt, PaymentRefusal>;

export function authorized(intent: PaymentIntent): Outcome {
  if (intent.status === 'requires_capture') return receipt(intent, intent.amount_capturable);
  if (intent.status === 'succeeded') return receipt(intent, intent.amount_received);
  if (intent.status === 'canceled') return refused('PAYMENT.NOT_AUTHORIZED', 'The payment was cancelled.');
  throw unsettledState(intent);
}

export function captured(intent: PaymentIntent): Outcome {
  if (intent.status === 'processing') throw unsettledState(intent);
  const isCaptured = intent.status === 'succeeded' && !isRefunded(intent);
  return isCaptured
    ? receipt(intent, intent.amount_received)
    : refused('PAYMENT.NOT_AUTHORIZED', 'Nothing is authorized.');
}

/** The charge of a cancelled intent still shows the authorized amount; a declined card authorized nothing. */
export function voided(intent: PaymentIntent): Outcome {
  const charge = chargeOf(intent);
  if (intent.status === 'canceled') return receipt(intent, charge?.status === 'succeeded' ? charge.amount : 0);
  if (intent.status !== 'succeeded') throw unsettledState(intent);
  return isRefunded(intent) ? receipt(intent, 0) : refused('PAYMENT.CAPTURED', 'The payment was captured: refund it.');
}

export function receipt(intent: PaymentIntent, amount: number): Outcome {
  return accepted({ paymentId: intent.id, amount });
}

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
