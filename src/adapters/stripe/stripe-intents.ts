// Finds the PaymentIntent of an order. Nothing is stored for it here: it is searched at Stripe by the order's metadata, then
// created with the order's idempotency key. The search lags by a minute, the key is valid for a day: one of them finds it.

import { LRUCache } from 'lru-cache';
import type { Payment } from '../../orders/ports/payments';
import { type StripeClient, withIdempotencyKey } from './stripe-client';

export interface StripeIntents {
  /** The order's only intent, created if there is none: without a payment method it authorizes nothing. */
  idOf(payment: Payment): Promise<string>;
}

/** Cached ids: most operations of an order follow soon, in the same process, and need no search. */
const maxCached = 10_000;

export function makeStripeIntents(stripe: () => StripeClient): StripeIntents {
  const cached = new LRUCache<string, string>({ max: maxCached });

  async function search(orderId: string): Promise<string | undefined> {
    const query = `metadata['order_id']:'${orderId}'`;
    const { data } = await stripe().paymentIntents.search({ query, limit: 1 });
    return data[0]?.id;
  }

  async function createIntent({ orderId, amount }: Payment): Promise<string> {
    const create = (options: { idempotencyKey: string }) =>
      stripe().paymentIntents.create(
        {
          amount: amount.amount,
          currency: amount.currency.toLowerCase(),
          capture_method: 'manual',
          allowed_payment_method_types: ['card'],
          metadata: { order_id: orderId },
        },
        options,
      );
    return (await withIdempotencyKey(`${orderId}:payment`, create)).id;
  }

  return {
    async idOf(payment) {
      const { orderId } = payment;
      const id = cached.get(orderId) ?? (await search(orderId)) ?? (await createIntent(payment));
      cached.set(orderId, id);
      return id;
    },
  };
}
