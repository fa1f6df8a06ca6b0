// Maps Stripe's errors to refusals: only if it is certain that nothing was done and that a retry would not help. Every other error
// is a fault. Codes: https://docs.stripe.com/error-codes and the types of Stripe's package.

import type { PaymentRefusal } from '../../orders/ports/payments';
import { type Refused, refused } from '../../shared/result';

/** An error thrown by Stripe's client: `rawType` is the type in the response, `type` is derived from the status alone. */
export interface StripeFailure {
  type: string;
  rawType?: string;
  message: string;
  code?: string;
  param?: string;
  statusCode?: number;
  headers?: Record<string, string>;
}

/** Error codes for amounts that Stripe does not accept, or not in that currency. */
const amountCodes: ReadonlySet<string> = new Set([
  'amount_too_small',
  'amount_too_large',
  'invalid_charge_amount',
  'charge_exceeds_source_limit',
  'charge_exceeds_transaction_limit',
  'payment_method_currency_mismatch',
]);

/** Error codes of a capture when nothing, or not enough, is authorized any more. */
const notAuthorizedCodes: ReadonlySet<string> = new Set([
  'amount_too_large',
  'charge_expired_for_capture',
  'capture_charge_authorization_expired',
  'capture_unauthorized_payment',
]);

/** The refusal when amount, card or token is the problem on creation or confirmation; undefined for a fault. */
export function refusalOfAuthorization(error: unknown): Refused<PaymentRefusal> | undefined {
  const definite = definiteFailure(error);
  if (!definite) return undefined;
  const { rawType, code = '', param = '', message } = definite;
  if (rawType === 'card_error') return refused('PAYMENT.DECLINED', message);
  if (amountCodes.has(code) || param === 'amount' || param === 'currency') return amountRefused(message);
  const isPaymentMethod = /^payment_method(_data)?\b/.test(param) || code === 'token_already_used';
  return isPaymentMethod ? refused('PAYMENT.DECLINED', message) : undefined;
}

/** The refusal of a capture; undefined for a fault. */
export function refusalOfCapture(error: unknown): Refused<PaymentRefusal> | undefined {
  const definite = definiteFailure(error);
  if (!definite) return undefined;
  const { rawType, code = '', param, message } = definite;
  if (notAuthorizedCodes.has(code) || param === 'amount_to_capture') return refused('PAYMENT.NOT_AUTHORIZED', message);
  if (amountCodes.has(code)) return amountRefused(message);
  return rawType === 'card_error' ? refused('PAYMENT.DECLINED', message) : undefined;
}

export function amountRefused(detail: string): Refused<'PAYMENT.AMOUNT_REFUSED'> {
  return refused('PAYMENT.AMOUNT_REFUSED', detail);
}

/** The payment's state does not allow the operation, perhaps because it was already done: read the payment to find out. */
export function isUnexpectedState(error: unknown): boolean {
  const code = isStripeFailure(error) ? error.code : undefined;
  return code === 'payment_intent_unexpected_state' || code === 'charge_already_refunded';
}

/** The idempotency key was used before, with other parameters. */
export function isReusedKey(error: unknown): boolean {
  return isStripeFailure(error) && error.rawType === 'idempotency_error' && error.statusCode === 400;
}

export function isStripeFailure(error: unknown): error is Error & StripeFailure {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && error.type.startsWith('Stripe');
}

/** 400: invalid request; 402: valid, but it failed; 404: the object does not exist. https://docs.stripe.com/api/errors */
const refusalStatuses: ReadonlySet<number> = new Set([400, 402, 404]);

function definiteFailure(error: unknown): StripeFailure | undefined {
  if (!isStripeFailure(error) || !refusalStatuses.has(error.statusCode ?? 0)) return undefined;
  const isCard = error.rawType === 'card_error' && error.statusCode === 402;
  return isCard || error.rawType === 'invalid_request_error' ? error : undefined;
}
