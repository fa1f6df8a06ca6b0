// Payments by Stripe: one PaymentIntent for each order, captured by hand. Every operation may be repeated: the same key
// gives the same answer, and where Stripe has forgotten the key, the intent's state tells what was done.

import type { PaymentIntent } from 'stripe';
import type { PaymentReceipt, PaymentRefusal, Payments } from '../../orders/ports/payments';
import type { Result } from '../../shared/result';
import { isOutOfState, refusalOf, type StripeClient, underKey } from './stripe-client';
import { makeStripeIntents } from './stripe-intents';
import { authorized, captured, chargeOf, inState, receipt, voided } from './stripe-outcomes';

type Outcome = Result<PaymentReceipt, PaymentRefusal>;

/** With the charge in it, which tells what was held and given back. */
const expand = ['latest_charge'];

/** Our own cancellations carry it, so that those by hand or by Stripe can be told apart. */
export const ourCancellation = 'abandoned';

/** @param stripe gives the client, which is made and loaded at the first payment. */
export function makeStripePayments(stripe: () => StripeClient): Payments {
  const intents = makeStripeIntents(stripe);
  const look = (id: string) => stripe().paymentIntents.retrieve(id, { expand });

  async function settle(id: string, outcomeOf: (intent: PaymentIntent) => Outcome, ask: () => Promise<PaymentIntent>) {
    try {
      return outcomeOf(await ask());
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return refusal;
      if (!isOutOfState(error)) throw error;
      return outcomeOf(await look(id));
    }
  }

  return {
    async authorize(payment, key) {
      const id = await intents.idOf(payment);
      const card = { ...meansOfPayment(payment.token), error_on_requires_action: true, expand };
      return settle(id, authorized, () =>
        underKey(key, (options) => stripe().paymentIntents.confirm(id, card, options)),
      );
    },

    async capture(payment, key) {
      const id = await intents.idOf(payment);
      const sum = { amount_to_capture: payment.amount.amount, expand };
      return settle(id, captured, () => underKey(key, (options) => stripe().paymentIntents.capture(id, sum, options)));
    },

    async void(payment, key) {
      const id = await intents.idOf(payment);
      const why = { cancellation_reason: ourCancellation, expand } as const;
      return settle(id, voided, () => underKey(key, (options) => stripe().paymentIntents.cancel(id, why, options)));
    },

    async refund(payment, key) {
      const id = await intents.idOf(payment);
      const intent = await look(id);
      if (intent.status === 'processing') throw inState(intent);
      if (intent.amount_received === 0) return receipt(intent, 0);
      const whole = { payment_intent: id, metadata: { order_id: payment.orderId } };
      try {
        const { amount } = await underKey(key, (options) => stripe().refunds.create(whole, options));
        return receipt(intent, amount);
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
