// What the payment provider reports by itself, from its signed body to the order's timeline.

import type { InvocationContext } from '@azure/functions';
import Stripe from 'stripe';
import { makeStripeReports } from '../../../../src/adapters/stripe/stripe-reports';
import { makePaymentHandlers } from '../../../../src/orders/http/payment-handlers';
import type { Order } from '../../../../src/orders/order';
import { makeFakeOrderStore } from '../../../helpers/fake-orders';
import { call } from '../../../helpers/http';
import { anOrder, customerId, orderId } from '../../../helpers/order-builders';

const webhookSecret = 'whsec_of_a_test';
const nowMs = Date.parse('2026-03-02T10:00:00Z');
const stripe = new Stripe('sk_test_1');
const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  metadata: { order_id: orderId },
  cancellation_reason: 'automatic',
};
const stripeWith = (one: object) => ({
  ...stripe,
  webhooks: stripe.webhooks,
  paymentIntents: { retrieve: async () => one },
});

function aShop(order: Order = anOrder(), withReports = true, at = { intent: intent as object }) {
  const orders = makeFakeOrderStore([order]);
  const known = stripeWith(at.intent);
  const told: unknown[] = [];
  let scans = 0;
  const customerOf: typeof orders.customerOf = (id) => {
    scans++;
    return orders.customerOf(id);
  };
  const reports = makeStripeReports({ stripe: () => known as never, webhookSecret, now: () => new Date(nowMs) });
  const { paymentsWebhook } = makePaymentHandlers({
    reports: withReports ? reports : undefined,
    orders: { ...orders, customerOf },
    runs: (_context: InvocationContext) => ({
      customerOf: async () => undefined,
      raiseOrderEvent: async (id, event, data) => {
        told.push([id, event, data]);
        return true;
      },
    }),
  });
  return {
    paymentsWebhook,
    told,
    scans: () => scans,
    remarks: () => orders.all()[0]?.timeline.slice(1) ?? [],
    orders,
  };
}

function anEvent(type: string, object: object, id = 'evt_1') {
  return JSON.stringify({ id, object: 'event', type, created: nowMs / 1000 - 60, data: { object } });
}

function signed(payload: string, { secret = webhookSecret, ageSeconds = 0 } = {}) {
  const timestamp = nowMs / 1000 - ageSeconds;
  const header = stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp } as never);
  return { body: payload, headers: { 'stripe-signature': header } };
}

const gone = anEvent('payment_intent.canceled', intent);

describe('a report of the payment provider', () => {
  it('is not accepted without a signature, with a wrong or old one, or where no provider reports', async () => {
    const { paymentsWebhook, remarks } = aShop();
    const wrong = [
      { body: gone },
      { body: gone, headers: { 'stripe-signature': 't=1,v1=00' } },
      signed(gone, { secret: 'whsec_of_others' }),
      signed(gone, { ageSeconds: 301 }),
      { ...signed(gone), body: gone.replace('evt_1', 'evt_2') },
    ];
    for (const request of wrong) {
      expect(await call(paymentsWebhook, request)).toMatchObject({ status: 401, body: { code: 'WEBHOOK.UNSIGNED' } });
    }
    expect(await call(aShop(anOrder(), false).paymentsWebhook, signed(gone))).toMatchObject({ status: 401 });
    expect(remarks()).toEqual([]);
  });

  it.each([
    ['payment_intent.canceled', intent, 'PAYMENT.EXPIRED'],
    ['payment_intent.canceled', { ...intent, cancellation_reason: 'fraudulent' }, 'PAYMENT.CALLED_OFF'],
    [
      'refund.created',
      { id: 're_1', amount: 500, currency: 'eur', metadata: {}, payment_intent: 'pi_1' },
      'PAYMENT.REFUNDED_BY_HAND',
    ],
    [
      'refund.failed',
      { id: 're_1', amount: 500, currency: 'eur', metadata: { order_id: orderId }, payment_intent: 'pi_1' },
      'PAYMENT.REFUND_FAILED',
    ],
    [
      'charge.dispute.created',
      { amount: 500, currency: 'eur', reason: 'fraudulent', payment_intent: 'pi_1' },
      'PAYMENT.DISPUTED',
    ],
  ])('%s stands in the timeline once, however often it is sent', async (type, object, reason) => {
    const { paymentsWebhook, remarks } = aShop();
    for (let time = 0; time < 3; time++) {
      const answer = await call(paymentsWebhook, signed(anEvent(type, object)));
      expect(answer).toMatchObject({ status: 200, body: { recorded: true } });
    }
    expect(remarks()).toEqual([
      expect.objectContaining({ step: 'payment:evt_1', reason, at: '2026-03-02T09:59:00.000Z' }),
    ]);
  });

  it.each([
    ['a type that nobody knows', anEvent('invoice.paid', {})],
    ['a thin notification', JSON.stringify({ id: 'evt_1', object: 'v2.core.event', type: 'v1.invoice.paid' })],
    [
      'what this shop has cancelled itself',
      anEvent('payment_intent.canceled', { ...intent, cancellation_reason: 'abandoned' }),
    ],
    ['what this shop has refunded itself', anEvent('refund.created', { metadata: { order_id: orderId } })],
    ['a payment of something else', anEvent('payment_intent.canceled', { ...intent, metadata: {} })],
    [
      'an order that is not here',
      anEvent('payment_intent.canceled', { ...intent, metadata: { order_id: `ord_${'z'.repeat(26)}` } }),
    ],
  ])('%s is answered with 200 and left alone', async (_what, event) => {
    const { paymentsWebhook, remarks, told } = aShop();
    expect(await call(paymentsWebhook, signed(event))).toMatchObject({ status: 200, body: { recorded: false } });
    expect([...remarks(), ...told]).toEqual([]);
  });

  describe('of a payment that names its customer', () => {
    const naming = (customer_id: string) => ({ ...intent, metadata: { order_id: orderId, customer_id } });

    it.each([
      ['a cancellation', 'payment_intent.canceled', naming(customerId)],
      ['a dispute', 'charge.dispute.created', { amount: 500, currency: 'eur', reason: 'x', payment_intent: 'pi_1' }],
    ])('%s finds the order without a table scan', async (_what, type, object) => {
      const shop = aShop(anOrder(), true, { intent: naming(customerId) });
      const answer = await call(shop.paymentsWebhook, signed(anEvent(type, object)));
      expect(answer).toMatchObject({ status: 200, body: { recorded: true } });
      expect(shop.scans()).toBe(0);
    });

    it.each([
      ['another customer', `cus_${'9'.repeat(26)}`],
      ['no customer', "' or 1 eq 1"],
    ])('finds the order by its id when the metadata was edited to name %s', async (_who, named) => {
      const shop = aShop();
      const answer = await call(shop.paymentsWebhook, signed(anEvent('payment_intent.canceled', naming(named))));
      expect(answer).toMatchObject({ status: 200, body: { recorded: true } });
      expect(shop.scans()).toBe(1);
    });

    it('fails on a response that is not Stripe’s, so that Stripe sends the report again', async () => {
      const shop = aShop(anOrder(), true, { intent: { ...intent, id: 'pi_2' } });
      const dispute = { amount: 500, currency: 'eur', reason: 'x', payment_intent: 'pi_1' };
      const answer = await call(shop.paymentsWebhook, signed(anEvent('charge.dispute.created', dispute)));
      expect(answer).toMatchObject({ status: 500 });
    });
  });

  it('rejects an order that waits for approval when the money for it is gone, and tells its orchestration', async () => {
    const { paymentsWebhook, told, orders, remarks } = aShop(anOrder({ state: 'awaitingApproval' }));
    await call(paymentsWebhook, signed(gone));
    const decided = { decision: 'reject', by: 'clock', reason: expect.stringContaining('authorization is gone') };
    expect(told).toEqual([[orderId, 'ApprovalDecided', decided]]);
    expect((await orders.find(customerId, orderId))?.approval).toMatchObject(decided);
    expect(remarks().map(({ step }) => step)).toEqual(['payment:evt_1', 'decideApproval']);
  });

  describe.each(['payment_intent.amount_capturable_updated', 'payment_intent.payment_failed'])('%s', (type) => {
    const answered = { ...intent, metadata: { order_id: orderId, customer_id: customerId } };

    it.each(['placed', 'reserved', 'awaitingPayment'] as const)('wakes a %s order, each time', async (state) => {
      const { paymentsWebhook, told, remarks, scans } = aShop(anOrder({ state }));
      for (let time = 0; time < 2; time++) {
        const answer = await call(paymentsWebhook, signed(anEvent(type, answered)));
        expect(answer).toMatchObject({ status: 200, body: { recorded: true } });
      }
      const event = [orderId, 'PaymentReported', { at: '2026-03-02T09:59:00.000Z' }];
      expect(told).toEqual([event, event]);
      expect([remarks(), scans()]).toEqual([[], 0]);
    });

    it.each(['authorized', 'awaitingApproval', 'captured', 'refused'] as const)(
      'leaves a %s order alone',
      async (state) => {
        const { paymentsWebhook, told, remarks } = aShop(anOrder({ state }));
        const answer = await call(paymentsWebhook, signed(anEvent(type, answered)));
        expect(answer).toMatchObject({ status: 200, body: { recorded: false } });
        expect([...told, ...remarks()]).toEqual([]);
      },
    );
  });

  it('wakes an order that waits for its payment when the payment was called off', async () => {
    const { paymentsWebhook, told, remarks } = aShop(anOrder({ state: 'awaitingPayment' }));
    await call(paymentsWebhook, signed(gone));
    expect(told).toEqual([[orderId, 'PaymentReported', { at: '2026-03-02T09:59:00.000Z' }]]);
    expect(remarks()).toMatchObject([{ reason: 'PAYMENT.EXPIRED' }]);
  });

  it('leaves the decision of an order that is not waiting', async () => {
    const { paymentsWebhook, told, orders } = aShop(anOrder({ state: 'shipped' }));
    await call(paymentsWebhook, signed(gone));
    expect(told).toEqual([]);
    expect((await orders.find(customerId, orderId))?.approval).toBeUndefined();
  });

  it('that is signed and no JSON is told so', async () => {
    const answer = await call(aShop().paymentsWebhook, signed('not json'));
    expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST.MALFORMED' } });
  });
});
