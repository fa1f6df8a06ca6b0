// The Stripe adapter with the official client, against a fake Stripe server.

import { makeStripeClient } from '../../../src/adapters/stripe/stripe-client';
import { makeStripePayments } from '../../../src/adapters/stripe/stripe-payments';
import { euros } from '../../helpers/order-builders';
import { aPayment, itTakesPayments, type PaymentBench, persistently, returnUrl } from '../../helpers/payments-contract';
import {
  type Interference,
  type Mishap,
  type StripeServer,
  startStripeServer,
  stripeSecretKey,
} from '../../helpers/stripe-server';

let stripe: StripeServer;
let bench: PaymentBench;
const steps = ['/confirm', '/capture', '/cancel', 'POST /v1/refunds'];

beforeEach(async () => {
  stripe = await startStripeServer();
  const upset = (...mishaps: Mishap[]) => {
    for (const step of steps) stripe.upset(step, ...mishaps);
  };
  bench = {
    payments: () => makeStripePayments(makeStripeClient({ secretKey: stripeSecretKey, apiBase: stripe.url })),
    tokenFor(temper) {
      if (temper === 'faulty') upset('busy', 'busy');
      // Twice, because the client itself retries a broken connection.
      if (temper === 'losing') upset('lost', 'lost');
      if (temper === 'declined') return 'pm_card_chargeDeclined';
      if (temper === 'asking') return 'pm_card_authenticationRequired';
      return temper === 'unknown' ? 'pm_whatever' : 'pm_card_visa';
    },
    async answer(orderId, _action, how) {
      const asked = intentsOf(orderId).filter(({ status }) => status === 'requires_action');
      for (const { id } of asked) stripe.books.authenticate(id, how);
    },
    booksOf: async (orderId) => booksOf(orderId),
  };
});
afterEach(() => stripe.stop());

function booksOf(orderId: string) {
  const intents = [...stripe.books.intents.values()].filter(({ metadata }) => metadata.order_id === orderId);
  const amounts = (of: (intent: (typeof intents)[number]) => number) => intents.map(of).filter((amount) => amount > 0);
  const ids = new Set(intents.map(({ id }) => id));
  return {
    authorized: amounts(({ latest_charge: charge }) => (charge?.status === 'succeeded' ? charge.amount : 0)),
    captured: amounts(({ amount_received }) => amount_received),
    voided: amounts(({ status, latest_charge: charge }) =>
      status === 'canceled' ? (charge?.amount_refunded ?? 0) : 0,
    ),
    refunded: stripe.books.refunds.flatMap(({ payment_intent, amount }) => (ids.has(payment_intent) ? [amount] : [])),
  };
}

const intentsOf = (orderId: string) =>
  [...stripe.books.intents.values()].filter(({ metadata }) => metadata.order_id === orderId);

describe('Stripe', () => itTakesPayments(() => bench));
describe('Stripe with a search that finds nothing yet', () => {
  beforeEach(() => {
    stripe.searchIsCurrent = false;
  });
  itTakesPayments(() => bench);
});
describe('Stripe with an order placed today', () => {
  beforeEach(() => {
    bench.about = { customerId: 'cus_1', placedAt: new Date().toISOString() };
  });
  itTakesPayments(() => bench);
});

it('accepts legacy card tokens too', async () => {
  const payment = { orderId: 'ord_older', amount: euros(500), token: 'tok_visa' };
  expect(await bench.payments().authorize(payment, 'ord_older:authorize')).toMatchObject({ value: { amount: 500 } });
});

it('finds a payment after its idempotency keys have expired, and creates no second one', async () => {
  const payment = aPayment(bench);
  await payment.authorize();
  stripe.forgetKeys();
  expect(await payment.capture()).toMatchObject({ ok: true, value: { amount: 2800 } });
  stripe.forgetKeys();
  expect(await payment.capture()).toMatchObject({ ok: true, value: { amount: 2800 } });
  expect(await payment.refund()).toMatchObject({ ok: true, value: { amount: 2800 } });
  stripe.forgetKeys();
  expect(await payment.refund()).toMatchObject({ ok: true, value: { amount: 2800 } });
  expect(intentsOf(payment.orderId)).toHaveLength(1);
  expect(booksOf(payment.orderId)).toMatchObject({ captured: [2800], refunded: [2800] });
});

it.each(['keptFault', 'keptFaultAfterActing'] as const)(
  'recovers from a fault stored for the idempotency key (%s), and acts once',
  async (mishap) => {
    for (const step of steps) stripe.upset(step, mishap);
    stripe.upset('/payment_intents', mishap);
    const payment = aPayment(bench);
    for (const step of [payment.authorize, () => payment.capture(), payment.refund]) {
      expect(await persistently(step)).toMatchObject({ answer: { ok: true, value: { amount: 2800 } } });
    }
    expect(booksOf(payment.orderId)).toEqual({ authorized: [2800], captured: [2800], voided: [], refunded: [2800] });
  },
);

it('does not authorize twice when a second order uses its own key', async () => {
  const [one, other] = [aPayment(bench), aPayment(bench)];
  await Promise.all([one.authorize(), other.authorize()]);
  expect(intentsOf(one.orderId)).toHaveLength(1);
  expect(intentsOf(other.orderId)).toHaveLength(1);
});

describe('an order paid in one process', () => {
  const now = new Date('2026-03-03T12:00:00.000Z');
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
  const made = [
    'POST /v1/payment_intents',
    'POST /v1/payment_intents/pi/confirm',
    'POST /v1/payment_intents/pi/capture',
  ];
  const searched = ['GET /v1/payment_intents/search', ...made];

  it.each([
    ['placed now needs three requests and no search', { placedAt: hoursAgo(0) }, made],
    ['placed 22 hours ago needs no search either, since its key is still valid', { placedAt: hoursAgo(22) }, made],
    ['placed yesterday needs one search', { placedAt: hoursAgo(24) }, searched],
    ['without a time needs one search', {}, searched],
    ['with an invalid time needs one search', { placedAt: 'yesterday' }, searched],
  ])('%s', async (_what, about, requests) => {
    const client = makeStripeClient({ secretKey: stripeSecretKey, apiBase: stripe.url });
    const payments = makeStripePayments(client, () => now);
    const payment = { orderId: 'ord_counted', amount: euros(500), token: 'pm_card_visa', ...about };
    await payments.authorize(payment, 'ord_counted:authorize');
    await payments.capture(payment, 'ord_counted:capture');
    expect(stripe.asked.map((line) => line.replace(/pi_\d+/, 'pi'))).toEqual(requests);
  });
});

it('tells Stripe which order and customer the payment is for', async () => {
  bench.about = { customerId: 'cus_1', placedAt: new Date().toISOString() };
  const payment = aPayment(bench);
  await payment.authorize();
  const named = { order_id: payment.orderId, customer_id: 'cus_1' };
  expect(intentsOf(payment.orderId)).toMatchObject([{ metadata: named }]);
});

it('finds the payment of an order from an earlier release, which did not name the customer', async () => {
  const payment = aPayment(bench);
  await payment.authorize();
  bench.about = { customerId: 'cus_1', placedAt: new Date().toISOString() };
  const orderId = payment.orderId;
  const same = { orderId, amount: euros(2800), token: 'pm_card_visa', ...bench.about };
  stripe.searchIsCurrent = false;
  await expect(bench.payments().void(same, `${orderId}:void`)).rejects.toThrow('idempotent');
  stripe.searchIsCurrent = true;
  expect(await bench.payments().void(same, `${orderId}:void`)).toMatchObject({ ok: true, value: { amount: 2800 } });
  expect(intentsOf(orderId)).toHaveLength(1);
});

it('voids the intent that holds the money when Stripe failed after creating another one', async () => {
  stripe.upset('/payment_intents', 'keptFaultAfterActing');
  const payment = { orderId: 'ord_twice', amount: euros(2800), token: 'pm_card_visa' };
  const fresh = { ...payment, placedAt: new Date().toISOString() };
  await persistently(() => bench.payments().authorize(fresh, 'ord_twice:authorize'));
  expect(intentsOf('ord_twice')).toHaveLength(2);
  stripe.forgetKeys();
  expect(await bench.payments().void(payment, 'ord_twice:void')).toMatchObject({ ok: true, value: { amount: 2800 } });
  expect(booksOf('ord_twice')).toMatchObject({ authorized: [2800], voided: [2800] });
});

it.each([
  ['HUF', 5_000, 500_000],
  ['ISK', 5_000, 500_000],
  ['UGX', 5_000, 500_000],
  ['TWD', 5_000, 5_000],
  ['JPY', 5_000, 5_000],
  ['KWD', 5_120, 5_120],
])('charges %s in Stripe’s minor units, and returns amounts in the shop’s', async (currency, amount, charged) => {
  const payment = { orderId: `ord_${currency}`, amount: { amount, currency }, token: 'pm_card_visa' };
  for (const step of ['authorize', 'capture', 'refund'] as const) {
    const answer = await bench.payments()[step](payment, `${payment.orderId}:${step}`);
    expect(answer).toMatchObject({ ok: true, value: { amount } });
  }
  expect(intentsOf(payment.orderId)).toMatchObject([{ amount: charged, amount_received: charged }]);
});

it('throws on a wrong key instead of returning a refusal', async () => {
  const payments = makeStripePayments(makeStripeClient({ secretKey: 'sk_test_wrong', apiBase: stripe.url }));
  const payment = { orderId: 'ord_wrong', amount: euros(500), token: 'pm_card_visa' };
  await expect(payments.authorize(payment, 'ord_wrong:authorize')).rejects.toMatchObject({ statusCode: 401 });
});

it('throws when Stripe does not respond in time or is unreachable', async () => {
  const payment = { orderId: 'ord_away', amount: euros(500), token: 'pm_card_visa' };
  await stripe.stop();
  await expect(bench.payments().authorize(payment, 'ord_away:authorize')).rejects.toThrow();
});

describe('a payment that the customer has to confirm', () => {
  const placedAt = new Date().toISOString();
  const payment = { orderId: 'ord_asked', amount: euros(2800), token: 'pm_card_authenticationRequired', placedAt };
  const ask = () => bench.payments().authorize(payment, 'ord_asked:authorize', returnUrl);

  it('has the url of the bank, which leads back to the shop, and the secret for Stripe’s library', async () => {
    const [url, clientSecret] = [expect.stringContaining('3d_secure'), expect.stringMatching(/^pi_\d+_secret_/)];
    expect(await ask()).toMatchObject({ value: { action: { type: 'redirect', url, clientSecret } } });
    const [intent] = intentsOf('ord_asked');
    expect(intent?.next_action?.redirect_to_url.return_url).toBe(returnUrl);
  });

  it.each([
    ['no redirection', { next_action: { type: 'use_stripe_sdk' } }],
    ['a redirection to no page', { next_action: { redirect_to_url: { url: 'javascript:alert(1)' } } }],
  ])('with %s is for Stripe’s library', async (_what, changes) => {
    stripe.upset('/confirm', { interfere: changed({ status: 'requires_action', ...changes }), hasActed: true });
    const action = { type: 'sdk', clientSecret: expect.stringContaining('_secret_') };
    expect(await ask()).toMatchObject({ ok: true, value: { action } });
  });

  it('is a fault when Stripe does not say what to do', async () => {
    const nothing = { status: 'requires_action', next_action: null, client_secret: null };
    stripe.upset('/confirm', { interfere: changed(nothing), hasActed: true });
    await expect(ask()).rejects.toThrow('does not name');
  });

  it('is a fault while Stripe processes it', async () => {
    await ask();
    stripe.upset(/^GET .*pi_\d+$/, { interfere: changed({ status: 'processing' }), hasActed: true });
    await expect(bench.payments().authorization(payment)).rejects.toThrow('still in state processing');
  });

  it('is found when the response was lost, also after the keys have expired', async () => {
    const { placedAt: _yesterday, ...old } = payment;
    const ask = () => bench.payments().authorize(old, 'ord_asked:authorize', returnUrl);
    stripe.upset('/confirm', 'lost', 'lost');
    expect(await persistently(ask)).toMatchObject({ faults: 1, answer: { ok: true, value: { amount: 0 } } });
    stripe.forgetKeys();
    expect(await ask()).toMatchObject({ ok: true, value: { action: { type: 'redirect' } } });
    await bench.answer('ord_asked', { type: 'sdk', clientSecret: '' }, 'confirm');
    expect(await ask()).toMatchObject({ ok: true, value: { amount: 2800 } });
    expect(intentsOf('ord_asked')).toHaveLength(1);
  });

  function changed(changes: object): Interference['interfere'] {
    return (response, said) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...JSON.parse(said), ...changes }));
    };
  }
});
