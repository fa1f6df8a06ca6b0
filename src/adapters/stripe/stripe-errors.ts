// What an error of Stripe's means to an order: a refusal only where it is certain that nothing was done and that asking again
// would not help. All else is a fault. Codes: https://docs.stripe.com/error-codes and the types of Stripe's package.

import type { PaymentRefusal } from '../../orders/ports';
import { type Refused, refused } from '../../shared/result';

/** As Stripe's client throws it; `rawType` is the type that Stripe wrote, `type` follows from the status alone. */
export interface StripeFailure {
  type: string;
  rawType?: string;
  message: string;
  code?: string;
  param?: string;
  statusCode?: number;
  headers?: Record<string, string>;
}

/** Codes for amounts that cannot be paid, or not in that currency. */
const amountCodes: ReadonlySet<string> = new Set([
  'amount_too_small',
  'amount_too_large',
  'invalid_charge_amount',
  'charge_exceeds_source_limit',
  'charge_exceeds_transaction_limit',
  'payment_method_currency_mismatch',
]);

/** Codes of captures that nothing, or no longer enough, is held for. */
const notHeldCodes: ReadonlySet<string> = new Set([
  'amount_too_large',
  'charge_expired_for_capture',
  'capture_charge_authorization_expired',
  'capture_unauthorized_payment',
]);

/** What is wrong with an amount, a card or a token when a payment is made or confirmed. */
export function refusalOfAuthorization(error: unknown): Refused<PaymentRefusal> | undefined {
  const certain = certainly(error);
  if (!certain) return undefined;
  const { rawType, code = '', param = '', message } = certain;
  if (rawType === 'card_error') return refused('PAYMENT.DECLINED', message);
  if (amountCodes.has(code) || param === 'amount' || param === 'currency') return amountRefused(message);
  const isMeans = /^payment_method(_data)?\b/.test(param) || code === 'token_already_used';
  return isMeans ? refused('PAYMENT.DECLINED', message) : undefined;
}

/** What stands against a capture. */
export function refusalOfCapture(error: unknown): Refused<PaymentRefusal> | undefined {
  const certain = certainly(error);
  if (!certain) return undefined;
  const { rawType, code = '', param, message } = certain;
  if (notHeldCodes.has(code) || param === 'amount_to_capture') return refused('PAYMENT.NOT_AUTHORIZED', message);
  if (amountCodes.has(code)) return amountRefused(message);
  return rawType === 'card_error' ? refused('PAYMENT.DECLINED', message) : undefined;
}

export function amountRefused(detail: string): Refused<'PAYMENT.AMOUNT_REFUSED'> {
  return refused('PAYMENT.AMOUNT_REFUSED', detail);
}

/** The payment is in no state for what was asked, perhaps because that was done before: look at it. */
export function isOutOfState(error: unknown): boolean {
  const code = isStripeFailure(error) ? error.code : undefined;
  return code === 'payment_intent_unexpected_state' || code === 'charge_already_refunded';
}

/** The idempotency key was used before, with other parameters. */
export function isKeyOfAnother(error: unknown): boolean {
  return isStripeFailure(error) && error.rawType === 'idempotency_error' && error.statusCode === 400;
}

export function isStripeFailure(error: unknown): error is Error & StripeFailure {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && error.type.startsWith('Stripe');
}

/** 400: the request is not acceptable; 402: it failed; 404: what it names does not exist. https://docs.stripe.com/api/errors */
const refusing: ReadonlySet<number> = new Set([400, 402, 404]);

function certainly(error: unknown): StripeFailure | undefined {
  if (!isStripeFailure(error) || !refusing.has(error.statusCode ?? 0)) return undefined;
  const isCard = error.rawType === 'card_error' && error.statusCode === 402;
  return isCard || error.rawType === 'invalid_request_error' ? error : undefined;
}
