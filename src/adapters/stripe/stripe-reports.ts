// What Stripe reports by its webhook, as far as it was not done by this shop: in Stripe's dashboard, by a bank, or by time.

import type { Event, PaymentIntent, Refund } from 'stripe';
import { orderIdPattern } from '../../orders/order';
import type { PaymentReport, PaymentReports } from '../../orders/ports/payment-reports';
import { AppError } from '../../shared/http/errors';
import { checkedIntentId } from './stripe-answers';
import type { StripeClient } from './stripe-client';
import { ourCancellation } from './stripe-payments';

export interface StripeReportsDeps {
  stripe: () => StripeClient;
  webhookSecret: string;
  now: () => Date;
}

type News = { intent: PaymentIntent | string | null } & Pick<PaymentReport, 'reason' | 'detail'>;

/** The form of this shop's customer ids. The metadata is checked because it can be edited at Stripe. */
const customerIdPattern = /^cus_[0-9a-z]{26}$/;

/** How far the time of a report may lie back, so that an old one cannot be sent again for ever. */
const windowSeconds = 5 * 60;

export function makeStripeReports({ stripe, webhookSecret, now }: StripeReportsDeps): PaymentReports {
  /** Undefined for a thin notification, which tells nothing that is recorded here. */
  function verified(body: string, signature: string | null): Event | undefined {
    const { webhooks } = stripe();
    try {
      return webhooks.constructEvent(body, signature ?? '', webhookSecret, windowSeconds, undefined, now().getTime());
    } catch (cause) {
      if (cause instanceof Error && 'type' in cause && cause.type === 'StripeSignatureVerificationError') {
        throw new AppError('WEBHOOK.UNSIGNED', 'The report is not accepted: wrong signature or time.', {}, { cause });
      }
      if (cause instanceof SyntaxError) throw new AppError('REQUEST.MALFORMED', 'Send a JSON document.', {}, { cause });
      if (isThin(body)) return undefined;
      throw cause;
    }
  }

  /** Undefined for a payment of something else than an order. Payments made by earlier releases do not name the customer. */
  async function orderOf(intent: News['intent']): Promise<Pick<PaymentReport, 'orderId' | 'customerId'> | undefined> {
    const known =
      typeof intent === 'string' ? checkedIntentId(await stripe().paymentIntents.retrieve(intent), intent) : intent;
    const { order_id: orderId, customer_id: customerId } = known?.metadata ?? {};
    if (orderId === undefined || !orderIdPattern.test(orderId)) return undefined;
    return { orderId, ...(customerId !== undefined && customerIdPattern.test(customerId) && { customerId }) };
  }

  return {
    async read(body, signature) {
      const event = verified(body, signature);
      const news = event && newsIn(event);
      const order = news && (await orderOf(news.intent));
      if (!event || !news || !order) return undefined;
      const at = new Date(event.created * 1000).toISOString();
      return { eventId: event.id, at, ...order, reason: news.reason, detail: news.detail };
    },
  };
}

/** Stripe's client refuses an event without its object. */
function isThin(body: string): boolean {
  return (JSON.parse(body) as { object?: unknown }).object === 'v2.core.event';
}

function newsIn(event: Event): News | undefined {
  switch (event.type) {
    case 'payment_intent.canceled': {
      const { cancellation_reason: why } = event.data.object;
      if (why === ourCancellation) return undefined;
      const reason = why === 'automatic' || why === 'expired' ? 'PAYMENT.EXPIRED' : 'PAYMENT.CALLED_OFF';
      return { intent: event.data.object, reason, detail: `The authorization is gone: ${why ?? 'no reason told'}.` };
    }
    case 'payment_intent.amount_capturable_updated':
    case 'payment_intent.payment_failed':
      return { intent: event.data.object, reason: 'PAYMENT.ANSWERED', detail: '' };
    case 'refund.created':
      return isOurs(event.data.object) ? undefined : aboutRefund(event.data.object, 'PAYMENT.REFUNDED_BY_HAND');
    case 'refund.failed':
      return aboutRefund(event.data.object, 'PAYMENT.REFUND_FAILED');
    case 'charge.dispute.created': {
      const { payment_intent: intent, amount, currency, reason } = event.data.object;
      return { intent, reason: 'PAYMENT.DISPUTED', detail: `${amount} ${currency} are disputed: ${reason}.` };
    }
    default:
      return undefined;
  }
}

function aboutRefund({ id, amount, currency, payment_intent: intent }: Refund, reason: News['reason']): News {
  return { intent, reason, detail: `Refund ${id} of ${amount} ${currency} (minor units).` };
}

/** Our refunds name their order. */
function isOurs({ metadata }: Refund): boolean {
  return metadata?.order_id !== undefined;
}
