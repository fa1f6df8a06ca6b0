// Stripe behind an unreliable network: whatever responds to whichever request, before or after Stripe has acted, the adapter throws
// or returns the real outcome, and the books are right at the end.

import { makeStripeClient } from '../../../src/adapters/stripe/stripe-client';
import { makeStripePayments } from '../../../src/adapters/stripe/stripe-payments';
import type { Payments } from '../../../src/orders/ports/payments';
import { euros } from '../../helpers/order-builders';
import { persistently } from '../../helpers/payments-contract';
import { closed, faults, stripeError } from '../../helpers/stripe-interference';
import { type Interference, type StripeServer, startStripeServer, stripeSecretKey } from '../../helpers/stripe-server';

let stripe: StripeServer;
let orders = 0;

beforeAll(async () => {
  stripe = await startStripeServer();
});
afterAll(() => stripe.stop());

const authorize = ['authorize'] as const;
const sale = ['authorize', 'capture', 'refund'] as const;
const cancellation = ['authorize', 'void'] as const;

/** Each request of the adapter, and the steps of an order that cause it. */
const requests = {
  search: { request: /search$/, way: sale, isOld: true },
  create: { request: /^POST .*payment_intents$/, way: sale, isOld: false },
  confirm: { request: /confirm$/, way: sale, isOld: false },
  capture: { request: /capture$/, way: sale, isOld: false },
  cancel: { request: /cancel$/, way: cancellation, isOld: false },
  refunds: { request: /^GET .*refunds$/, way: sale, isOld: false },
  refund: { request: /^POST .*refunds$/, way: sale, isOld: false },
  retrieve: { request: /^GET .*pi_\d+$/, way: sale, isOld: false },
};

/** An order; each call uses a new client, as after a restart. */
function anOrder({ isOld = false, token = 'pm_card_visa', amount = euros(2800) } = {}) {
  const orderId = `ord_fault${++orders}`;
  const placedAt = new Date(Date.now() - (isOld ? 30 : 0) * 3_600_000).toISOString();
  const payment = { orderId, amount, token, customerId: 'cus_1', placedAt };
  const client = () => makeStripeClient({ secretKey: stripeSecretKey, apiBase: stripe.url, timeoutMs: 5_000 });
  return {
    orderId,
    ask: () => makeStripePayments(client()).authorize(payment, `${orderId}:authorize`, 'https://shop.example/'),
    look: () => makeStripePayments(client()).authorization(payment),
    call: (step: keyof Payments) => makeStripePayments(client())[step](payment, `${orderId}:${step}`),
    books() {
      const intents = [...stripe.books.intents.values()].filter(({ metadata }) => metadata.order_id === orderId);
      const refunds = stripe.books.refunds.filter(({ payment_intent: id }) => intents.some((one) => one.id === id));
      const holding = intents.filter(({ latest_charge: charge }) => charge?.status === 'succeeded');
      return {
        made: intents.length,
        held: holding.map((one) => one.latest_charge?.amount),
        captured: holding.filter((one) => one.amount_received > 0).map((one) => one.amount_received),
        voided: holding.filter((one) => one.status === 'canceled').map((one) => one.amount),
        refunded: refunds.map((refund) => refund.amount),
      };
    },
  };
}

const books = {
  sale: { made: 1, held: [2800], captured: [2800], voided: [], refunded: [2800] },
  cancellation: { made: 1, held: [2800], captured: [], voided: [2800], refunded: [] },
  nothing: { held: [], captured: [], voided: [], refunded: [] },
};

async function goThrough(name: keyof typeof requests, interfere: Interference['interfere'], times = 1) {
  const { request, way, isOld } = requests[name];
  for (const hasActed of [false, true]) {
    const order = anOrder({ isOld });
    for (let time = 0; time < times; time++) stripe.upset(request, { interfere, hasActed });
    let thrown = 0;
    for (const step of way) {
      const { answer, faults: here } = await persistently(() => order.call(step));
      expect(answer).toMatchObject({ ok: true, value: { amount: 2800 } });
      thrown += here;
    }
    expect(thrown).toBe(1);
    expect(order.books()).toEqual(way === cancellation ? books.cancellation : books.sale);
  }
}

describe.each(Object.keys(requests) as (keyof typeof requests)[])('at %s', (name) => {
  it.each(Object.entries(faults))('%s is thrown as a fault, and a retry finds the real outcome', (_what, fault) =>
    goThrough(name, fault),
  );

  it('a closed connection is thrown as a fault, and a retry finds the real outcome', () => goThrough(name, closed, 2));
});

const declined = { type: 'card_error', code: 'card_declined' };
const refusals: [string, keyof typeof requests, Interference['interfere'], string][] = [
  ['a declined card', 'confirm', stripeError(402, declined), 'PAYMENT.DECLINED'],
  ['an unknown payment method', 'confirm', invalid('resource_missing', 'payment_method', 404), 'PAYMENT.DECLINED'],
  ['a token used before', 'confirm', invalid('token_already_used'), 'PAYMENT.DECLINED'],
  ['too small an amount', 'create', invalid('amount_too_small', 'amount'), 'PAYMENT.AMOUNT_REFUSED'],
  ['too large an amount', 'create', invalid('amount_too_large', 'amount'), 'PAYMENT.AMOUNT_REFUSED'],
  ['an unsupported currency', 'create', invalid(undefined, 'currency'), 'PAYMENT.AMOUNT_REFUSED'],
  ['an invalid amount', 'create', invalid('invalid_charge_amount'), 'PAYMENT.AMOUNT_REFUSED'],
  ['too small an amount', 'confirm', invalid('amount_too_small', 'amount'), 'PAYMENT.AMOUNT_REFUSED'],
  ['too much for the account', 'confirm', invalid('charge_exceeds_transaction_limit'), 'PAYMENT.AMOUNT_REFUSED'],
  ['a card of another currency', 'confirm', invalid('payment_method_currency_mismatch'), 'PAYMENT.AMOUNT_REFUSED'],
  ['a declined card', 'capture', stripeError(402, declined), 'PAYMENT.DECLINED'],
  ['an expired authorization', 'capture', invalid('charge_expired_for_capture'), 'PAYMENT.NOT_AUTHORIZED'],
  ['more than is authorized', 'capture', invalid('amount_too_large', 'amount_to_capture'), 'PAYMENT.NOT_AUTHORIZED'],
];

function invalid(code?: string, param?: string, status = 400) {
  return stripeError(status, { type: 'invalid_request_error', ...(code && { code }), ...(param && { param }) });
}

it.each(refusals)('%s at %s is refused at once, and nothing stays authorized', async (_what, name, interfere, code) => {
  const order = anOrder();
  const step = name === 'capture' ? 'capture' : 'authorize';
  if (step === 'capture') await order.call('authorize');
  stripe.upset(requests[name].request, { interfere, hasActed: false });
  expect(await order.call(step)).toMatchObject({ ok: false, code });
  const held = step === 'capture' ? 2800 : 0;
  expect(await order.call('void')).toMatchObject({ ok: true, value: { amount: held } });
  expect(order.books()).toMatchObject(held ? books.cancellation : books.nothing);
});

it.each([
  ['create', 'sale', declined],
  ['cancel', 'cancellation', declined],
  ['refund', 'sale', declined],
  ['retrieve', 'sale', declined],
  ['search', 'sale', declined],
] as const)('a 402 at %s, where nothing can be declined, is a fault', async (name, _way, error) => {
  await goThrough(name, stripeError(402, error));
});

it('a card that requires 3-D Secure is declined where the customer cannot be asked', async () => {
  const order = anOrder({ token: 'pm_card_authenticationRequired' });
  expect(await order.call('authorize')).toMatchObject({ ok: false, code: 'PAYMENT.DECLINED' });
  expect(await order.call('void')).toMatchObject({ ok: true, value: { amount: 0 } });
  expect(order.books()).toMatchObject(books.nothing);
});

it.each(['requires_action', 'requires_confirmation', 'an_unknown_state'])(
  'a payment in state %s after its confirmation is a fault, not authorized',
  async (status) => {
    const order = anOrder();
    const interfere: Interference['interfere'] = (response, said) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...JSON.parse(said), status }));
    };
    stripe.upset(requests.confirm.request, { interfere, hasActed: true });
    const { faults: thrown, answer } = await persistently(() => order.call('authorize'));
    expect([thrown, answer.ok]).toEqual([1, true]);
  },
);

it.each(['requires_capture', 'an_unknown_state'])(
  'a payment in state %s after its capture is a fault, neither captured nor refused',
  async (status) => {
    const order = anOrder();
    await order.call('authorize');
    const interfere: Interference['interfere'] = (response, said) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...JSON.parse(said), status }));
    };
    stripe.upset(requests.capture.request, { interfere, hasActed: true });
    const { faults: thrown, answer } = await persistently(() => order.call('capture'));
    expect([thrown, answer.ok]).toEqual([1, true]);
  },
);

it.each(['failed', 'canceled'])('a refund in state %s moves nothing, so it is a fault', async (status) => {
  const order = anOrder();
  for (const step of ['authorize', 'capture'] as const) await order.call(step);
  const interfere: Interference['interfere'] = (response, said) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...JSON.parse(said), status }));
  };
  stripe.upset(requests.refund.request, { interfere, hasActed: true });
  await expect(order.call('refund')).rejects.toThrow(status);
});

it('a refund is found after Stripe has dropped its key, and made once', async () => {
  const order = anOrder({ isOld: true });
  for (const step of sale) await order.call(step);
  stripe.forgetKeys();
  expect(await order.call('refund')).toMatchObject({ ok: true, value: { amount: 2800 } });
  expect(order.books()).toEqual(books.sale);
});

it('a refund that has failed at the bank after all is refused under its key', async () => {
  const order = anOrder();
  for (const step of sale) await order.call(step);
  Object.assign(stripe.books.refunds.at(-1) ?? {}, { status: 'failed' });
  expect(await order.call('refund')).toMatchObject({ ok: false, detail: expect.stringContaining('failed') });
});

describe('an amount that Stripe does not accept', () => {
  it.each([
    ['too small', euros(49)],
    ['zero', euros(0)],
    ['too large', euros(100_000_000)],
    ['in an unsupported currency', { amount: 2800, currency: 'XTS' }],
    ['with a last digit that Stripe refuses', { amount: 5124, currency: 'KWD' }],
  ])('(%s) is refused at once, creates no intent, and leaves nothing to void or refund', async (_what, amount) => {
    const order = anOrder({ amount });
    expect(await order.call('authorize')).toMatchObject({ ok: false, code: 'PAYMENT.AMOUNT_REFUSED' });
    expect(await order.call('capture')).toMatchObject({ ok: false });
    expect(await order.call('void')).toMatchObject({ ok: true, value: { amount: 0 } });
    expect(await order.call('refund')).toMatchObject({ ok: true, value: { amount: 0 } });
    expect(order.books()).toEqual({ ...books.nothing, made: 0 });
  });
});

it.each(authorize)('a response that never ends is a fault at %s within the timeout of a request', async (step) => {
  const order = anOrder();
  let more: NodeJS.Timeout | undefined;
  const interfere: Interference['interfere'] = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    more = setInterval(() => response.write(' '), 20);
  };
  stripe.upset(requests.confirm.request, { interfere, hasActed: false });
  const client = makeStripeClient({ secretKey: stripeSecretKey, apiBase: stripe.url, timeoutMs: 300 });
  const payment = { orderId: `ord_fault${++orders}`, amount: euros(2800), token: 'pm_card_visa' };
  await expect(makeStripePayments(client)[step](payment, `${payment.orderId}:authorize`)).rejects.toThrow();
  clearInterval(more);
  expect(await order.call(step)).toMatchObject({ ok: true });
});

it('a response that is far too long is a fault, and is not read to its end', async () => {
  const order = anOrder();
  const interfere: Interference['interfere'] = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(' '.repeat(4_000_000));
  };
  stripe.upset(requests.confirm.request, { interfere, hasActed: false });
  await expect(order.call('authorize')).rejects.toThrow();
  expect(await order.call('authorize')).toMatchObject({ ok: true });
});

describe('a payment that the customer has to confirm, behind the same network', () => {
  const token = 'pm_card_authenticationRequired';
  const endings = [
    ['confirm', [2800], [2800], []],
    ['refuse', [], [], []],
    ['nothing', [], [], []],
  ] as const;

  /** Asks, answers, looks, and then captures or voids, as an order does. */
  async function goThroughAsking(request: RegExp, interfere: Interference['interfere'], answer: string) {
    const order = anOrder({ token });
    const { answer: asked } = await persistently(() => order.ask());
    expect(asked).toMatchObject({ ok: true, value: { amount: 0, action: { type: 'redirect' } } });
    for (const [id, { metadata }] of stripe.books.intents) {
      if (metadata.order_id === order.orderId && answer !== 'nothing') {
        stripe.books.authenticate(id, answer as 'confirm' | 'refuse');
      }
    }
    stripe.upset(request, { interfere, hasActed: false });
    const { answer: looked, faults: thrown } = await persistently(() => order.look());
    expect(thrown).toBe(1);
    const isPaid = looked.ok && !looked.value.action;
    expect(await order.call(isPaid ? 'capture' : 'void')).toMatchObject({ ok: true });
    return order.books();
  }

  it.each(Object.entries(faults))('%s at the look at it is thrown, and the books agree', async (_what, fault) => {
    for (const [answer, held, captured, voided] of endings) {
      expect(await goThroughAsking(/^GET .*pi_\d+$/, fault, answer)).toEqual({
        ...{ made: 1, held, captured, voided, refunded: [] },
      });
    }
  });

  it.each(Object.entries(faults))('%s at its confirmation asks the customer once', async (_what, fault) => {
    for (const hasActed of [false, true]) {
      const order = anOrder({ token });
      stripe.upset(/confirm$/, { interfere: fault, hasActed });
      const { answer, faults: thrown } = await persistently(() => order.ask());
      expect([thrown, answer]).toMatchObject([1, { ok: true, value: { action: { type: 'redirect' } } }]);
      expect(await order.call('void')).toMatchObject({ ok: true, value: { amount: 0 } });
      expect(order.books()).toEqual({ made: 1, held: [], captured: [], voided: [], refunded: [] });
    }
  });
});
