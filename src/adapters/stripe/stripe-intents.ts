// Finds the PaymentIntent of an order. Nothing is stored for it here: while Stripe keeps the order's idempotency key, creating the
// intent with that key returns the existing one; for older orders, Stripe's search finds it by the order's metadata.

import { LRUCache } from 'lru-cache';
import type { PaymentIntent } from 'stripe';
import type { Payment } from '../../orders/ports/payments';
import { accepted, type Result } from '../../shared/result';
import { toStripeAmount } from './stripe-amounts';
import { checkedIntent, checkedIntents } from './stripe-answers';
import { type StripeClient, withIdempotencyKey } from './stripe-client';
import { amountRefused, isReusedKey, refusalOfAuthorization } from './stripe-errors';

export interface StripeIntents {
  /** The order's only intent, created if there is none: without a payment method it authorizes nothing. */
  idOf(payment: Payment): Promise<Result<string, 'PAYMENT.AMOUNT_REFUSED'>>;
  /** As `idOf`, for a void or a refund: undefined if Stripe refuses the amount and there is no intent to undo. */
  idToUndo(payment: Payment): Promise<string | undefined>;
}

/** Cached ids: most operations of an order follow soon, in the same process, and need no request for the id. */
const maxCached = 10_000;

/**
 * Stripe keeps keys for at least 24 hours (https://docs.stripe.com/api/idempotent_requests); one hour less allows for clock skew.
 * The search lags by up to a minute (https://docs.stripe.com/search#data-freshness), and by more during an outage at Stripe.
 */
const keyLifetimeMs = 23 * 3_600_000;

/** An order has more than one intent only if Stripe created one and then failed, so that the next key was used. */
const maxFound = 10;

export function makeStripeIntents(stripe: () => StripeClient, now: () => Date): StripeIntents {
  const cached = new LRUCache<string, string>({ max: maxCached });

  async function search(orderId: string): Promise<string | undefined> {
    const query = `metadata['order_id']:'${orderId}'`;
    const found = checkedIntents(await stripe().paymentIntents.search({ query, limit: maxFound }));
    const ours = found.filter(({ metadata }) => metadata?.order_id === orderId);
    return (ours.find(holdsMoney) ?? ours.find(({ latest_charge: charge }) => charge !== null) ?? ours[0])?.id;
  }

  function createIntent({ orderId, customerId, amount: { currency } }: Payment, amount: number) {
    const params = {
      amount,
      currency: currency.toLowerCase(),
      capture_method: 'manual' as const,
      allowed_payment_method_types: ['card' as const],
      metadata: { order_id: orderId, ...(customerId && { customer_id: customerId }) },
    };
    return withIdempotencyKey(`${orderId}:payment`, async (options) =>
      checkedIntent(await stripe().paymentIntents.create(params, options)),
    );
  }

  async function createdId(payment: Payment): Promise<Result<string, 'PAYMENT.AMOUNT_REFUSED'>> {
    const { orderId, amount: money } = payment;
    const amount = toStripeAmount(money);
    if (amount === undefined)
      return amountRefused(`Stripe cannot charge ${money.amount} ${money.currency} (minor units).`);
    try {
      return accepted((await createIntent(payment, amount)).id);
    } catch (error) {
      const refusal = refusalOfAuthorization(error);
      if (refusal?.code === 'PAYMENT.AMOUNT_REFUSED') return amountRefused(refusal.detail);
      // An earlier release created the intent with other parameters: without the customer.
      const found = isReusedKey(error) ? await search(orderId) : undefined;
      if (found === undefined) throw error;
      return accepted(found);
    }
  }

  /** An unknown or invalid time counts as old. */
  function mayHaveLostKey({ placedAt }: Payment): boolean {
    const ageMs = now().getTime() - Date.parse(placedAt ?? '');
    return !(ageMs < keyLifetimeMs);
  }

  async function idOf(payment: Payment): Promise<Result<string, 'PAYMENT.AMOUNT_REFUSED'>> {
    const { orderId } = payment;
    const known = cached.get(orderId) ?? (mayHaveLostKey(payment) ? await search(orderId) : undefined);
    const id = known === undefined ? await createdId(payment) : accepted(known);
    if (id.ok) cached.set(orderId, id.value);
    return id;
  }

  return {
    idOf,
    async idToUndo(payment) {
      const id = await idOf(payment);
      // An earlier release may have created an intent for an amount that is refused now.
      return id.ok ? id.value : search(payment.orderId);
    },
  };
}

function holdsMoney({ status }: PaymentIntent): boolean {
  return status === 'requires_capture' || status === 'processing' || status === 'succeeded';
}
