// Payments by Stripe: one PaymentIntent for each order, captured by hand. Every operation may be repeated: the same key
// gives the same answer, and where Stripe has forgotten the key, the intent's state tells what was done.

import type { PaymentIntent } from 'stripe';
import type { PaymentReceipt, PaymentRefusal, Payments } from '../../orders/ports';
import type { Refused, Result } from '../../shared/result';
import { toStripeAmount } from './stripe-amounts';
import { intentIn, refundIn } from './stripe-answers';
import { type StripeClient, underKey } from './stripe-client';
import { amountRefused, isOutOfState, refusalOfAuthorization, refusalOfCapture } from './stripe-errors';
import { makeStripeIntents } from './stripe-intents';
import { authorized, captured, chargeOf, inState, nothingToMove, receipt, voided } from './stripe-outcomes';

type Outcome = Result<PaymentReceipt, PaymentRefusal>;

/** What an operation asks of Stripe, and how its answers are read. */
interface Operation {
  ask: () => Promise<PaymentIntent>;
  outcomeOf: (intent: PaymentIntent) => Outcome;
  /** Undefined where an error is a fault; so is every error of an operation that cannot be refused. */
  refusalOf?: (error: unknown) => Refused<PaymentRefusal> | undefined;
}

/** With the charge in it, which tells what was held and given back. */
const expand = ['latest_charge'];

/** Our own cancellations carry it, so that those by hand or by Stripe can be told apart. */
export const ourCancellation = 'abandoned';

/** @param stripe gives the client, which is made and loaded at the first payment. */
export function makeStripePayments(stripe: () => StripeClient, now: () => Date = () => new Date()): Payments {
  const intents = makeStripeIntents(stripe, now);
  const look = async (id: string) => intentIn(await stripe().paymentIntents.retrieve(id, { expand }), id);

  async function settle(id: string, { ask, outcomeOf, refusalOf }: Operation): Promise<Outcome> {
    try {
      return outcomeOf(intentIn(await ask(), id));
    } catch (error) {
      const refusal = refusalOf?.(error);
      if (refusal) return refusal;
      if (!isOutOfState(error)) throw error;
      return outcomeOf(await look(id));
    }
  }

  return {
    async authorize(payment, key) {
      const id = await intents.idOf(payment);
      if (!id.ok) return id;
      const card = { ...meansOfPayment(payment.token), error_on_requires_action: true, expand };
      const ask = () => underKey(key, (options) => stripe().paymentIntents.confirm(id.value, card, options));
      return settle(id.value, { ask, outcomeOf: authorized, refusalOf: refusalOfAuthorization });
    },

    async capture(payment, key) {
      const id = await intents.idOf(payment);
      if (!id.ok) return id;
      const amount = toStripeAmount(payment.amount);
      if (amount === undefined) return amountRefused('It cannot be captured in that currency.');
      const sum = { amount_to_capture: amount, expand };
      const ask = () => underKey(key, (options) => stripe().paymentIntents.capture(id.value, sum, options));
      return settle(id.value, { ask, outcomeOf: captured, refusalOf: refusalOfCapture });
    },

    async void(payment, key) {
      const id = await intents.knownId(payment);
      if (id === undefined) return nothingToMove;
      const why = { cancellation_reason: ourCancellation, expand } as const;
      const ask = () => underKey(key, (options) => stripe().paymentIntents.cancel(id, why, options));
      return settle(id, { ask, outcomeOf: voided });
    },

    async refund(payment, key) {
      const id = await intents.knownId(payment);
      if (id === undefined) return nothingToMove;
      const intent = await look(id);
      if (intent.status === 'processing') throw inState(intent);
      if (intent.amount_received === 0) return receipt(intent, 0);
      const whole = { payment_intent: id, metadata: { order_id: payment.orderId } };
      try {
        const refund = await underKey(key, (options) => stripe().refunds.create(whole, options));
        return receipt(intent, refundIn(refund, id).amount);
      } catch (error) {
        if (!isOutOfState(error)) throw error;
        return receipt(intent, chargeOf(await look(id))?.amount_refunded ?? 0);
      }
    },
  };
}

/** A PaymentMethod (`pm_…`), or one of the older tokens (`tok_…`) for a card. */
function meansOfPayment(token: string) {
  return token.startsWith('tok_')
    ? { payment_method_data: { type: 'card' as const, card: { token } } }
    : { payment_method: token };
}
