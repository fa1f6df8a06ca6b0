// Which PaymentIntent belongs to an order. Nothing is kept here for it: Stripe is asked, first by the order's metadata, then
// by the order's idempotency key. The search runs a minute behind, the key counts for a day: together they always find it.

import { LRUCache } from 'lru-cache';
import type { Payment } from '../../orders/ports/payments';
import { type StripeClient, underKey } from './stripe-client';

export interface StripeIntents {
  /** The order's one intent, made now if there was none: without a means of payment it holds no money. */
  idOf(payment: Payment): Promise<string>;
}

/** Ids of late: most operations follow each other soon, in the same process, and need not search. */
const mostRemembered = 10_000;

export function makeStripeIntents(stripe: () => StripeClient): StripeIntents {
  const remembered = new LRUCache<string, string>({ max: mostRemembered });

  async function search(orderId: string): Promise<string | undefined> {
    const query = `metadata['order_id']:'${orderId}'`;
    const { data } = await stripe().paymentIntents.search({ query, limit: 1 });
    return data[0]?.id;
  }

  async function make({ orderId, amount }: Payment): Promise<string> {
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
    return (await underKey(`${orderId}:payment`, create)).id;
  }

  return {
    async idOf(payment) {
      const { orderId } = payment;
      const id = remembered.get(orderId) ?? (await search(orderId)) ?? (await make(payment));
      remembered.set(orderId, id);
      return id;
    },
  };
}
