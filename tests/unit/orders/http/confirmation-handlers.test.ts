// The page on which a customer confirms a sandbox payment: what it shows, what an answer does, and who gets to it.

import { makeConfirmationHandlers } from '../../../../src/orders/http/confirmation-handlers';
import { makeReturnUrlOf } from '../../../../src/orders/order-links';
import type { PaymentConfirmations } from '../../../../src/orders/ports/payment-confirmations';
import { call } from '../../../helpers/http';
import { euros, orderId, placedAt } from '../../../helpers/order-builders';

const reference = 'right';
const params = { reference };
const back = `https://shop.example/a"b/?order=${orderId}`;

function setUp({ isOpen = true, isSandbox = true } = {}) {
  const answers: string[] = [];
  const raised: unknown[] = [];
  const state = { isOpen, isHubAway: false };
  const asked = () => ({ orderId, amount: euros(2800), isOpen: state.isOpen });
  const confirmations: PaymentConfirmations = {
    find: async (known) => (known === reference ? asked() : undefined),
    async answer(known, answer) {
      if (known !== reference) return undefined;
      if (state.isOpen) answers.push(answer);
      state.isOpen = false;
      return asked();
    },
  };
  const handlers = makeConfirmationHandlers({
    confirmations: isSandbox ? confirmations : undefined,
    returnUrlOf: makeReturnUrlOf('https://shop.example/a"b'),
    runs: () => ({
      async raiseOrderEvent(...event) {
        if (state.isHubAway) throw Object.assign(new Error('away'), { statusCode: 503 });
        raised.push(event);
        return true;
      },
    }),
    now: () => new Date(placedAt),
  });
  return { ...handlers, answers, raised, state };
}

describe('the page', () => {
  it('shows the order, the amount and both answers, and is neither kept nor framed', async () => {
    const { status, headers, body } = await call(setUp().showPaymentConfirmation, { params });
    expect(status).toBe(200);
    for (const part of [orderId, '28.00 EUR', 'value="confirm"', 'value="refuse"', '<form method="post">']) {
      expect(body).toContain(part);
    }
    expect(body).not.toContain('<script');
    expect(headers.get('cache-control')).toBe('no-store');
    const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' https://shop.example";
    expect(headers.get('content-security-policy')).toBe(`${policy}; frame-ancestors 'none'`);
  });

  it('only leads back to the shop when there is nothing left to confirm', async () => {
    const { body } = await call(setUp({ isOpen: false }).showPaymentConfirmation, { params });
    expect(body).not.toContain('<form');
    expect(body).toContain('href="https://shop.example/a&quot;b/?order=');
  });
});

describe('an answer', () => {
  it.each(['confirm', 'refuse'])('%s is recorded, wakes the order and leads back to the shop', async (answer) => {
    const { answerPaymentConfirmation, answers, raised } = setUp();
    const { status, headers } = await call(answerPaymentConfirmation, { params, body: `answer=${answer}` });
    expect([status, headers.get('location')]).toEqual([303, back]);
    expect(answers).toEqual([answer]);
    expect(raised).toEqual([[orderId, 'PaymentReported', { at: placedAt }]]);
  });

  it('counts once, and wakes the order again when it is repeated', async () => {
    const { answerPaymentConfirmation, answers, raised, state } = setUp();
    state.isHubAway = true;
    const away = await call(answerPaymentConfirmation, { params, body: 'answer=confirm' });
    expect(away).toMatchObject({ status: 503, body: { code: 'DEPENDENCY.UNAVAILABLE' } });
    state.isHubAway = false;
    for (const answer of ['confirm', 'refuse']) {
      expect(await call(answerPaymentConfirmation, { params, body: `answer=${answer}` })).toMatchObject({
        status: 303,
      });
    }
    expect(answers).toEqual(['confirm']);
    expect(raised).toHaveLength(2);
  });

  it.each(['', 'answer=maybe', 'answer=confirm&returnUrl=https://evil.example', '{"answer":"confirm"}'])(
    'is a 400 when it is %j',
    async (body) => {
      const { answerPaymentConfirmation, answers, raised } = setUp();
      expect(await call(answerPaymentConfirmation, { method: 'POST', params, body })).toMatchObject({ status: 400 });
      expect([...answers, ...raised]).toEqual([]);
    },
  );

  it('is a 413 when it is long', async () => {
    const body = `answer=${'x'.repeat(2_000)}`;
    expect(await call(setUp().answerPaymentConfirmation, { params, body })).toMatchObject({ status: 413 });
  });
});

describe.each([
  ['with another reference', {}, 'wrong'],
  ['with another provider', { isSandbox: false }, reference],
])('%s', (_what, options, used) => {
  it.each(['showPaymentConfirmation', 'answerPaymentConfirmation'] as const)('%s is a 404', async (name) => {
    const shop = setUp(options);
    const body = name === 'answerPaymentConfirmation' ? { body: 'answer=confirm' } : {};
    const answer = await call(shop[name], { params: { reference: used }, ...body });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ROUTE.NOT_FOUND' } });
    expect([...shop.answers, ...shop.raised]).toEqual([]);
  });
});
