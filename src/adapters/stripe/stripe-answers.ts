// Checks that a response comes from Stripe. Stripe's client returns any JSON body without `error` as a result, whatever the status,
// also one from a gateway. A response is trusted only if status, id, object and fields are those of the object requested.

import type { Charge, PaymentIntent, Refund } from 'stripe';

/**
 * Checks a response body before Stripe's client reads it.
 * Formats: https://docs.stripe.com/api/errors, and the field `object` of each resource in the API reference.
 * @param body parsed; undefined if it is not JSON.
 * @returns the body if it has Stripe's format; otherwise an error in that format, which the client throws with the given status.
 */
export function checkedBody(status: number, body: unknown): object {
  if (isObject(body)) {
    const isResult = typeof body.object === 'string' && !body.error;
    const isError = isObject(body.error) && typeof body.error.type === 'string';
    if (status < 400 ? isResult : isError) return body;
  }
  const message = `The response with status ${status} does not come from Stripe.`;
  return { error: { type: 'api_error', code: 'answer_not_from_stripe', message } };
}

/** Checks id and object only, for callers that read neither state nor amounts. @throws a fault, to be retried. */
export function checkedIntentId(answer: PaymentIntent, id: string): PaymentIntent {
  if (hasIdAndObject(answer, 'payment_intent') && answer.id === id) return answer;
  throw notFromStripe(`the PaymentIntent ${id}`);
}

/** @param id of the requested intent; omit it for a new one. @throws a fault, to be retried. */
export function checkedIntent(answer: PaymentIntent, id = answer.id): PaymentIntent {
  const { amount_capturable: capturable, amount_received: received, currency, status } = checkedIntentId(answer, id);
  const hasAmounts = Number.isInteger(capturable) && Number.isInteger(received) && typeof currency === 'string';
  if (typeof status === 'string' && hasAmounts && isChargeOrId(answer.latest_charge)) return answer;
  throw notFromStripe(`the PaymentIntent ${id}`);
}

/** @throws a fault unless it is a list of PaymentIntents. */
export function checkedIntents(answer: { object: string; data: PaymentIntent[] }): PaymentIntent[] {
  if (answer.object !== 'search_result' || !Array.isArray(answer.data)) throw notFromStripe('a search');
  return answer.data.map((one) => checkedIntent(one));
}

/** @throws a fault unless it is a refund of the intent and has succeeded or is pending: a failed refund moves nothing. */
export function checkedRefund(answer: Refund, intentId: string): Refund {
  const isOurs = hasIdAndObject(answer, 'refund') && answer.payment_intent === intentId;
  if (!isOurs || !Number.isInteger(answer.amount)) throw notFromStripe(`a refund of ${intentId}`);
  if (answer.status === 'succeeded' || answer.status === 'pending') return answer;
  throw new Error(`Stripe's refund ${answer.id} is in state ${answer.status}.`);
}

/** @throws a fault unless it is a list of refunds. */
export function checkedRefunds(answer: { object: string; data: Refund[] }): Refund[] {
  const isList = answer.object === 'list' && Array.isArray(answer.data);
  if (isList && answer.data.every((one) => hasIdAndObject(one, 'refund'))) return answer.data;
  throw notFromStripe('a list of refunds');
}

function hasIdAndObject(answer: { id: string; object: string }, object: string): boolean {
  return answer.object === object && typeof answer.id === 'string' && answer.id !== '';
}

function isChargeOrId(charge: string | Charge | null): boolean {
  if (charge === null || typeof charge === 'string') return true;
  return isObject(charge) && typeof charge.status === 'string' && Number.isInteger(charge.amount);
}

function notFromStripe(what: string): Error {
  return new Error(`The response about ${what} does not come from Stripe.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
