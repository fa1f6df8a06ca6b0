// Payments with Stripe: one PaymentIntent per order with manual capture. Every operation can be repeated: the same key gives
// the same response, and once Stripe has dropped the key, the intent's state shows what was done.

import type { PaymentIntent } from 'stripe';
import type { Authorization, PaymentRefusal, Payments } from '../../orders/ports/payments';
import { type Refused, type Result, refused } from '../../shared/result';
import { toStripeAmount } from './stripe-amounts';
import { checkedIntent, checkedRefund, checkedRefunds } from './stripe-answers';
import { type StripeClient, withIdempotencyKey } from './stripe-client';
import { amountRefused, isUnexpectedState, refusalOfAuthorization, refusalOfCapture } from './stripe-errors';
import { makeStripeIntents } from './stripe-intents';
import {
  authorized,
  authorizedOrAsked,
  captured,
  chargeOf,
  nothingMoved,
  receipt,
  unsettledState,
  voided,
} from './stripe-outcomes';

type Outcome = Result<Authorization, PaymentRefusal>;

interface Operation {
  request: () => Promise<PaymentIntent>;
  outcomeOf: (intent: PaymentIntent) => Outcome;
  /** Returns undefined for a fault. Without it every error is a fault. */
  refusalOf?: (error: unknown) => Refused<PaymentRefusal> | undefined;
}

/** Includes the charge, which shows what was authorized and refunded. */
const expand = ['latest_charge'];

/** The reason of our own cancellations, which distinguishes them from manual ones and those by Stripe. */
export const ourCancellation = 'abandoned';

/** Stripe's longest page; an order has fewer refunds. */
const mostRefunds = 100;

/** @param stripe returns the client, which is created and loaded at the first payment. */
export function makeStripePayments(stripe: () => StripeClient, now: () => Date = () => new Date()): Payments {
  const intents = makeStripeIntents(stripe, now);
  const retrieve = async (id: string) => checkedIntent(await stripe().paymentIntents.retrieve(id, { expand }), id);

  async function settle(id: string, { request, outcomeOf, refusalOf }: Operation): Promise<Outcome> {
    try {
      return outcomeOf(checkedIntent(await request(), id));
    } catch (error) {
      const refusal = refusalOf?.(error);
      if (refusal) return refusal;
      if (!isUnexpectedState(error)) throw error;
      return outcomeOf(await retrieve(id));
    }
  }

  /**
   * What a refund under a key has come to, even if Stripe has dropped the key since; undefined for a new key. A refund that was
   * accepted may still fail later, at the bank: it needs another key to be made again.
   */
  async function refundUnder(intent: PaymentIntent, key: string): Promise<Outcome | undefined> {
    const refunds = checkedRefunds(await stripe().refunds.list({ payment_intent: intent.id, limit: mostRefunds }));
    const made = refunds.filter(({ metadata }) => metadata?.refund_key === key);
    const good = made.find(({ status }) => status !== 'failed' && status !== 'canceled');
    if (good) return receipt(intent, good.amount);
    return made[0] && refused('PAYMENT.DECLINED', `Stripe's refund ${made[0].id} is in state ${made[0].status}.`);
  }

  return {
    async authorize(payment, key, returnUrl) {
      const id = await intents.idOf(payment);
      if (!id.ok) return id;
      const asking = returnUrl === undefined ? { error_on_requires_action: true } : { return_url: returnUrl };
      const card = { ...paymentMethodOf(payment.token), ...asking, expand };
      const request = () =>
        withIdempotencyKey(key, (options) => stripe().paymentIntents.confirm(id.value, card, options));
      const outcomeOf = returnUrl === undefined ? authorized : authorizedOrAsked;
      return settle(id.value, { request, outcomeOf, refusalOf: refusalOfAuthorization });
    },

    async authorization(payment) {
      const id = await intents.idOf(payment);
      return id.ok ? authorizedOrAsked(await retrieve(id.value)) : id;
    },

    async capture(payment, key) {
      const id = await intents.idOf(payment);
      if (!id.ok) return id;
      const amount = toStripeAmount(payment.amount);
      if (amount === undefined) return amountRefused('Stripe cannot capture this amount in this currency.');
      const sum = { amount_to_capture: amount, expand };
      const request = () =>
        withIdempotencyKey(key, (options) => stripe().paymentIntents.capture(id.value, sum, options));
      return settle(id.value, { request, outcomeOf: captured, refusalOf: refusalOfCapture });
    },

    async void(payment, key) {
      const id = await intents.idToUndo(payment);
      if (id === undefined) return nothingMoved;
      const why = { cancellation_reason: ourCancellation, expand } as const;
      const request = () => withIdempotencyKey(key, (options) => stripe().paymentIntents.cancel(id, why, options));
      return settle(id, { request, outcomeOf: voided });
    },

    async refund(payment, key, part) {
      const id = await intents.idToUndo(payment);
      if (id === undefined) return nothingMoved;
      const intent = await retrieve(id);
      if (intent.status === 'processing') throw unsettledState(intent);
      if (intent.amount_received === 0) return receipt(intent, 0);
      const known = await refundUnder(intent, key);
      if (known) return known;
      const left = intent.amount_received - (chargeOf(intent)?.amount_refunded ?? 0);
      const wanted = part && toStripeAmount(part);
      if (part && wanted === undefined) return amountRefused('It cannot be refunded in that currency.');
      const sum = wanted !== undefined && { amount: Math.min(wanted, left) };
      if (sum && sum.amount === 0) return receipt(intent, 0);
      const request = { payment_intent: id, ...sum, metadata: { order_id: payment.orderId, refund_key: key } };
      try {
        const refund = await withIdempotencyKey(key, (options) => stripe().refunds.create(request, options));
        return receipt(intent, checkedRefund(refund, id).amount);
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
