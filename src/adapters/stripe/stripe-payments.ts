// Payments with Stripe: one PaymentIntent per order with manual capture. Every operation can be repeated: the same key gives
// the same response, and once Stripe has dropped the key, the intent's state shows what was done.

import type { PaymentIntent, Refund } from 'stripe';
import type { PaymentReceipt, PaymentRefusal, Payments } from '../../orders/ports/payments';
import type { Result } from '../../shared/result';
import { isUnexpectedState, refusalOf, type StripeClient, withIdempotencyKey } from './stripe-client';
import { makeStripeIntents } from './stripe-intents';
import { authorized, captured, chargeOf, receipt, unsettledState, voided } from './stripe-outcomes';

type Outcome = Result<PaymentReceipt, PaymentRefusal>;

/** Includes the charge, which shows what was authorized and refunded. */
const expand = ['latest_charge'];

/** The reason of our own cancellations, which distinguishes them from manual ones and those by Stripe. */
export const ourCancellation = 'abandoned';

/** Stripe's longest page; an order has fewer refunds. */
const mostRefunds = 100;

/** @param stripe returns the client, which is created and loaded at the first payment. */
export function makeStripePayments(stripe: () => StripeClient): Payments {
  const intents = makeStripeIntents(stripe);
  const retrieve = (id: string) => stripe().paymentIntents.retrieve(id, { expand });

  async function settle(
    id: string,
    outcomeOf: (intent: PaymentIntent) => Outcome,
    request: () => Promise<PaymentIntent>,
  ) {
    try {
      return outcomeOf(await request());
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return refusal;
      if (!isUnexpectedState(error)) throw error;
      return outcomeOf(await retrieve(id));
    }
  }

  /** What was refunded under a key, even if Stripe has dropped the key since; undefined for a new key. */
  async function refundUnder(id: string, key: string): Promise<number | undefined> {
    const { data } = await stripe().refunds.list({ payment_intent: id, limit: mostRefunds });
    const isOf = ({ metadata, status }: Refund) =>
      metadata?.refund_key === key && status !== 'failed' && status !== 'canceled';
    return data.find(isOf)?.amount;
  }

  return {
    async authorize(payment, key) {
      const id = await intents.idOf(payment);
      const card = { ...paymentMethodOf(payment.token), error_on_requires_action: true, expand };
      return settle(id, authorized, () =>
        withIdempotencyKey(key, (options) => stripe().paymentIntents.confirm(id, card, options)),
      );
    },

    async capture(payment, key) {
      const id = await intents.idOf(payment);
      const sum = { amount_to_capture: payment.amount.amount, expand };
      return settle(id, captured, () =>
        withIdempotencyKey(key, (options) => stripe().paymentIntents.capture(id, sum, options)),
      );
    },

    async void(payment, key) {
      const id = await intents.idOf(payment);
      const why = { cancellation_reason: ourCancellation, expand } as const;
      return settle(id, voided, () =>
        withIdempotencyKey(key, (options) => stripe().paymentIntents.cancel(id, why, options)),
      );
    },

    async refund(payment, key, part) {
      const id = await intents.idOf(payment);
      const intent = await retrieve(id);
      if (intent.status === 'processing') throw unsettledState(intent);
      if (intent.amount_received === 0) return receipt(intent, 0);
      const known = await refundUnder(id, key);
      if (known !== undefined) return receipt(intent, known);
      const left = intent.amount_received - (chargeOf(intent)?.amount_refunded ?? 0);
      const sum = part && { amount: Math.min(part.amount, left) };
      if (sum?.amount === 0) return receipt(intent, 0);
      const request = { payment_intent: id, ...sum, metadata: { order_id: payment.orderId, refund_key: key } };
      try {
        const { amount } = await withIdempotencyKey(key, (options) => stripe().refunds.create(request, options));
        return receipt(intent, amount);
      } catch (error) {
        if (!isUnexpectedState(error)) throw error;
        return receipt(intent, chargeOf(await retrieve(id))?.amount_refunded ?? 0);
      }
    },
  };
}

/** A PaymentMethod (`pm_…`), or an older card token (`tok_…`). */
function paymentMethodOf(token: string) {
  return token.startsWith('tok_')
    ? { payment_method_data: { type: 'card' as const, card: { token } } }
    : { payment_method: token };
}
