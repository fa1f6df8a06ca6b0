// What counts as an answer of Stripe's. Its client takes any JSON without `error` for a result, whatever the status: also what a
// gateway says in Stripe's place. An answer is believed only if it has the form and names the object that was asked about.

import type { Charge, PaymentIntent, Refund } from 'stripe';

/**
 * Judges what was received before Stripe's client does.
 * Source of the forms: https://docs.stripe.com/api/errors, and `object` in each resource of the API reference.
 * @param body parsed, or undefined where it is not JSON.
 * @returns the body if it is Stripe's; else an error in Stripe's form, which the client throws with the status it came with.
 */
export function stripesAnswer(status: number, body: unknown): object {
  if (isObject(body)) {
    const isResult = typeof body.object === 'string' && !body.error;
    const isError = isObject(body.error) && typeof body.error.type === 'string';
    if (status < 400 ? isResult : isError) return body;
  }
  const message = `Status ${status} with a body that is not Stripe's.`;
  return { error: { type: 'api_error', code: 'answer_not_from_stripe', message } };
}

/** For what is needed of an intent but its state. @throws a fault, which is tried again. */
export function namedIntent(answer: PaymentIntent, id: string): PaymentIntent {
  if (isNamed(answer, 'payment_intent') && answer.id === id) return answer;
  throw foreign(`the PaymentIntent ${id}`);
}

/** @param id of the intent that was asked about, unless it is new. @throws a fault, which is tried again. */
export function intentIn(answer: PaymentIntent, id = answer.id): PaymentIntent {
  const { amount_capturable: capturable, amount_received: received, currency, status } = namedIntent(answer, id);
  const hasAmounts = Number.isInteger(capturable) && Number.isInteger(received) && typeof currency === 'string';
  if (typeof status === 'string' && hasAmounts && isChargeOrId(answer.latest_charge)) return answer;
  throw foreign(`the PaymentIntent ${id}`);
}

/** @throws a fault unless it is a list of PaymentIntents. */
export function intentsIn(answer: { object: string; data: PaymentIntent[] }): PaymentIntent[] {
  if (answer.object !== 'search_result' || !Array.isArray(answer.data)) throw foreign('a search');
  return answer.data.map((one) => intentIn(one));
}

/** @throws a fault unless it is a refund of the intent that is under way or done; one that has failed gives nothing back. */
export function refundIn(answer: Refund, intentId: string): Refund {
  const isOurs = isNamed(answer, 'refund') && answer.payment_intent === intentId;
  if (!isOurs || !Number.isInteger(answer.amount)) throw foreign(`a refund of ${intentId}`);
  if (answer.status === 'succeeded' || answer.status === 'pending') return answer;
  throw new Error(`Stripe's refund ${answer.id} is in the state ${answer.status}.`);
}

function isNamed(answer: { id: string; object: string }, object: string): boolean {
  return answer.object === object && typeof answer.id === 'string' && answer.id !== '';
}

function isChargeOrId(charge: string | Charge | null): boolean {
  if (charge === null || typeof charge === 'string') return true;
  return isObject(charge) && typeof charge.status === 'string' && Number.isInteger(charge.amount);
}

function foreign(what: string): Error {
  return new Error(`What was answered about ${what} is not Stripe's.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
