// Which PaymentIntent belongs to an order. Nothing is kept here for it: making it under the order's idempotency key gives the one
// that was made before, and once Stripe may have forgotten the key, its search by the order's metadata finds it.

import type { PaymentIntent } from 'stripe';
import type { Payment } from '../../orders/ports';
import { accepted, type Result } from '../../shared/result';
import { toStripeAmount } from './stripe-amounts';
import { intentIn, intentsIn } from './stripe-answers';
import { type StripeClient, underKey } from './stripe-client';
import { amountRefused, isKeyOfAnother, refusalOfAuthorization } from './stripe-errors';

export interface StripeIntents {
  /** The id of the order's one intent, made now if there was none: without a means of payment it holds no money. */
  idOf(payment: Payment): Promise<Result<string, 'PAYMENT.AMOUNT_REFUSED'>>;
  /** As `idOf`; undefined where none was made and, by its amount, none can be. */
  knownId(payment: Payment): Promise<string | undefined>;
}

/** Ids of late: most operations follow each other soon, in the same process. */
const mostRemembered = 10_000;

/**
 * Stripe keeps keys for at least 24 hours (https://docs.stripe.com/api/idempotent_requests); an hour less, for clocks that differ.
 * The search is up to a minute behind (https://docs.stripe.com/search#data-freshness), and longer while Stripe has an outage.
 */
const keyLifeMs = 23 * 3_600_000;

/** More than one only where Stripe failed after it had made one: the key was given up then, and the next one taken. */
const mostFound = 10;

export function makeStripeIntents(stripe: () => StripeClient, now: () => Date): StripeIntents {
  const remembered = new Map<string, string>();

  async function search(orderId: string): Promise<string | undefined> {
    const query = `metadata['order_id']:'${orderId}'`;
    const found = intentsIn(await stripe().paymentIntents.search({ query, limit: mostFound }));
    const ours = found.filter(({ metadata }) => metadata?.order_id === orderId);
    return (ours.find(holdsMoney) ?? ours.find(({ latest_charge: charge }) => charge !== null) ?? ours[0])?.id;
  }

  async function make(payment: Payment): Promise<Result<string, 'PAYMENT.AMOUNT_REFUSED'>> {
    const { orderId, customerId, amount: money } = payment;
    const amount = toStripeAmount(money);
    if (amount === undefined) return amountRefused(`${money.amount} ${money.currency} is no amount of Stripe's.`);
    const create = async (options: { idempotencyKey: string }) =>
      intentIn(
        await stripe().paymentIntents.create(
          {
            amount,
            currency: money.currency.toLowerCase(),
            capture_method: 'manual',
            allowed_payment_method_types: ['card'],
            metadata: { order_id: orderId, ...(customerId && { customer_id: customerId }) },
          },
          options,
        ),
      );
    try {
      return accepted((await underKey(`${orderId}:payment`, create)).id);
    } catch (error) {
      const refusal = refusalOfAuthorization(error);
      if (refusal?.code === 'PAYMENT.AMOUNT_REFUSED') return amountRefused(refusal.detail);
      const found = isKeyOfAnother(error) ? await search(orderId) : undefined;
      if (found === undefined) throw error;
      return accepted(found);
    }
  }

  function isOlderThanKey({ placedAt }: Payment): boolean {
    const ageMs = now().getTime() - Date.parse(placedAt ?? '');
    // An unknown age is none that is below.
    return !(ageMs < keyLifeMs);
  }

  async function idOf(payment: Payment): Promise<Result<string, 'PAYMENT.AMOUNT_REFUSED'>> {
    const { orderId } = payment;
    const known = remembered.get(orderId) ?? (isOlderThanKey(payment) ? await search(orderId) : undefined);
    const id = known === undefined ? await make(payment) : accepted(known);
    if (!id.ok) return id;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(orderId, id.value);
    return id;
  }

  return {
    idOf,
    async knownId(payment) {
      const id = await idOf(payment);
      // An earlier release may have made one for an amount that is refused now.
      return id.ok ? id.value : search(payment.orderId);
    },
  };
}

function holdsMoney({ status }: PaymentIntent): boolean {
  return status === 'requires_capture' || status === 'processing' || status === 'succeeded';
}
