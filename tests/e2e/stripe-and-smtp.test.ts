// The app with Stripe and an SMTP server instead of the sandbox and the outbox: one capture, one refund, each mail once.

import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import Stripe from 'stripe';
import type { Order } from '../../client/api-types';
import type { LocalHost } from '../../scripts/local-host';
import { buy, orderEnd } from '../../scripts/shop/check-out';
import { loadDemoShop } from '../../scripts/shop/demo-shop';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus, makeShop } from '../../scripts/shop/shop-client';
import { makeOwnHost, type OwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { isForeignHost } from '../helpers/running-app';
import { faults, stripeError } from '../helpers/stripe-interference';
import { type StripeServer, startStripeServer, stripeSecretKey } from '../helpers/stripe-server';

const webhookSecret = 'whsec_of_this_test';
const TIMEOUT_MS = 20_000;
const gateway = faults['a 503 without an error'] as NonNullable<(typeof faults)[string]>;
const mails: ParsedMail[] = [];
const mailServer = new SMTPServer({
  authOptional: true,
  logger: false,
  async onData(stream, _session, done) {
    mails.push(await simpleParser(stream));
    done();
  },
});
let stripe: StripeServer;
let own: OwnHost;
let host: LocalHost;

beforeAll(async () => {
  if (isForeignHost()) return;
  stripe = await startStripeServer();
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
  const { port } = mailServer.server.address() as AddressInfo;
  own = makeOwnHost('stripe', {
    PAYMENT_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: stripe.url,
    MAIL_TRANSPORT: 'smtp',
    SMTP_URL: `smtp://127.0.0.1:${port}`,
  });
  host = await own.start();
});
afterAll(async () => {
  if (isForeignHost()) return;
  await own.remove();
  await stripe.stop();
  await new Promise<void>((resolve) => mailServer.close(() => resolve()));
});

ownHostTest(
  'an order is paid by Stripe although every response is lost and a gateway responds, mailed by SMTP, disputed and refunded',
  async () => {
    const shop = makeShop(host.origin);
    const sku = (await loadDemoShop(shop)).find(({ available }) => (available ?? 0) > 5)?.sku ?? '';
    const guest = shop.guest();
    for (const step of ['/payment_intents', '/confirm', '/capture', 'POST /v1/refunds'])
      stripe.upset(step, 'lost', 'lost');
    for (const step of ['/capture', 'POST /v1/refunds']) stripe.upset(step, { interfere: gateway, hasActed: false });

    const orderId = await buy(guest, sku, 1, { payment: { token: 'pm_card_visa' } });
    const order = await orderEnd(guest, orderId);
    expect(order.state).toBe('delivered');
    const [intent] = [...stripe.books.intents.values()];
    expect([...stripe.books.intents]).toHaveLength(1);
    expect(intent).toMatchObject({ amount_received: order.total.amount, currency: 'eur', status: 'succeeded' });

    const dispute = { amount: 100, currency: 'eur', reason: 'fraudulent', payment_intent: intent?.id };
    for (let time = 0; time < 2; time++) expect(await report(host.origin, 'charge.dispute.created', dispute)).toBe(200);
    expect(await report(host.origin, 'charge.dispute.created', dispute, 'whsec_of_others')).toBe(401);

    const refund = { restock: true, reason: 'disputed' };
    expectStatus(await shop.owner('POST', `/orders/${orderId}/refund`, { body: refund }), 202);
    const ended = await eventually('the refund', TIMEOUT_MS, async () => {
      const { body } = await guest<Order>('GET', `/orders/${orderId}`);
      return body.state === 'refunded' ? body : undefined;
    });
    expect(ended.timeline.filter(({ reason }) => reason === 'PAYMENT.DISPUTED')).toHaveLength(1);
    expect(stripe.books.refunds).toMatchObject([{ payment_intent: intent?.id, amount: order.total.amount }]);

    await eventually('the last mail', TIMEOUT_MS, async () => mails.length >= 4 || undefined);
    expect(mails.map(({ subject }) => subject?.replace(/ \(.*/, '')).sort()).toEqual([
      'Your order has arrived',
      'Your order is confirmed',
      'Your order is on its way',
      'Your order is refunded',
    ]);
    for (const mail of mails) expect(mail.html).toContain('Ada');
  },
);

ownHostTest('a card that Stripe declines refuses the order, and nothing is held', async () => {
  const shop = makeShop(host.origin);
  const sku = (await loadDemoShop(shop)).find(({ available }) => (available ?? 0) > 5)?.sku ?? '';
  const guest = shop.guest();
  const orderId = await buy(guest, sku, 1, { payment: { token: 'pm_card_chargeDeclined' } });
  const { state, timeline } = await orderEnd(guest, orderId);
  expect([state, timeline.at(-1)?.reason]).toEqual(['refused', 'PAYMENT.DECLINED']);
  expect([...stripe.books.intents.values()].at(-1)).toMatchObject({ status: 'canceled', amount_received: 0 });
});

ownHostTest('an amount that Stripe does not accept refuses the order at once, and nothing stays reserved', async () => {
  const shop = makeShop(host.origin);
  const product = (await loadDemoShop(shop)).find(({ available }) => (available ?? 0) > 5);
  const made = stripe.books.intents.size;
  const tooSmall = stripeError(400, { type: 'invalid_request_error', code: 'amount_too_small', param: 'amount' });
  const mishap = { interfere: tooSmall, hasActed: false };
  stripe.upset('/payment_intents', mishap, mishap);
  const guest = shop.guest();
  const startedMs = Date.now();
  const orderId = await buy(guest, product?.sku ?? '', 1, { payment: { token: 'pm_card_visa' } });
  const { state, timeline } = await orderEnd(guest, orderId);
  expect([state, timeline.at(-1)?.reason]).toEqual(['refused', 'PAYMENT.AMOUNT_REFUSED']);
  expect(Date.now() - startedMs).toBeLessThan(TIMEOUT_MS);
  expect(stripe.books.intents.size).toBe(made);
  const after = (await loadDemoShop(shop)).find(({ sku }) => sku === product?.sku);
  expect(after?.available).toBe(product?.available);
});

ownHostTest('a card that requires 3-D Secure waits for the customer, and Stripe’s webhook takes it on', async () => {
  const shop = makeShop(host.origin);
  const sku = (await loadDemoShop(shop)).find(({ available }) => (available ?? 0) > 5)?.sku ?? '';
  for (const [answer, event, end] of [
    ['confirm', 'payment_intent.amount_capturable_updated', 'delivered'],
    ['refuse', 'payment_intent.payment_failed', 'refused'],
  ] as const) {
    const guest = shop.guest();
    const orderId = await buy(guest, sku, 1, { payment: { token: 'pm_card_authenticationRequired' } });
    const { paymentAction } = await eventually(`${orderId} to wait`, TIMEOUT_MS, async () => {
      const { body } = await guest<Order>('GET', `/orders/${orderId}`);
      return body.state === 'awaitingPayment' ? body : undefined;
    });
    const intent = [...stripe.books.intents.values()].at(-1);
    const { url, return_url } = intent?.next_action?.redirect_to_url ?? {};
    expect(paymentAction).toEqual({ type: 'redirect', url, clientSecret: intent?.client_secret });
    expect(return_url).toBe(`${host.origin}/?order=${orderId}`);
    const answered = stripe.books.authenticate(intent?.id ?? '', answer);
    for (let time = 0; time < 2; time++) expect(await report(host.origin, event, answered)).toBe(200);
    const { state, timeline } = await orderEnd(guest, orderId);
    expect([state, timeline.filter(({ step }) => step.startsWith('payment:'))]).toEqual([end, []]);
    const status = end === 'delivered' ? 'succeeded' : 'canceled';
    expect(intent).toMatchObject({ status, amount_capturable: 0 });
  }
});

async function report(origin: string, type: string, object: object, secret = webhookSecret): Promise<number> {
  const created = Math.floor(Date.now() / 1000);
  const payload = JSON.stringify({ id: 'evt_1', object: 'event', type, created, data: { object } });
  const signature = new Stripe(stripeSecretKey).webhooks.generateTestHeaderString({ payload, secret } as never);
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
  const answer = await fetch(`${origin}/api/webhooks/payments`, { method: 'POST', headers, body: payload });
  return answer.status;
}
