// The sandbox payment provider on Azurite: what was taken is in its books once, whatever its tokens do to the caller.

import { makeSandboxPayments } from '../../../src/adapters/sandbox-payments';
import { makeStorage, type Storage } from '../../../src/adapters/storage';
import type { Payments } from '../../../src/orders/ports';
import { accepted } from '../../../src/shared/result';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { euros } from '../../helpers/order-builders';
import { sentBodies } from '../../helpers/sent-bodies';

let azurite: RunningAzurite;
let storage: Storage;
let payments: Payments;
const slept: number[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
  const sleep = async (ms: number) => {
    slept.push(ms);
  };
  payments = makeSandboxPayments({ storage, now: () => new Date(), sleep });
});
afterAll(() => azurite.stop());

let orders = 0;
function aPayment(token: string) {
  const orderId = `ord_test${++orders}`;
  const payment = { orderId, amount: euros(2800), token };
  const keyOf = (step: string) => `${orderId}:${step}`;
  return {
    orderId,
    authorize: () => payments.authorize(payment, keyOf('authorize')),
    capture: (amount = 2800) => payments.capture({ ...payment, amount: euros(amount) }, keyOf('capture')),
    void: () => payments.void(payment, keyOf('void')),
    refund: () => payments.refund(payment, keyOf('refund')),
  };
}

/** The books about an order: operation, outcome and amount of each row. */
async function booksOf(orderId: string) {
  const rows: [kind: string, outcome: string | undefined, amount: number | undefined][] = [];
  const table = await storage.table('payments');
  const found = table.listEntities<{ kind: string; outcome?: string; amount?: number }>({
    queryOptions: { filter: `PartitionKey eq '${orderId}'` },
  });
  for await (const { kind, outcome, amount } of found) rows.push([kind, outcome, amount]);
  return rows.sort();
}

/** Calls until it answers, as an orchestration does; answers with the number of faults too. */
async function persistently<T>(call: () => Promise<T>) {
  for (let faults = 0; ; faults++) {
    try {
      return { answer: await call(), faults };
    } catch (error) {
      if (faults > 10) throw error;
    }
  }
}

it('books large amounts with their type, since the service takes plain numbers for 32 bits', async () => {
  const payment = { orderId: 'ord_large', amount: euros(9_900_000_000), token: 'tok_ok' };
  const sent = sentBodies(await storage.table('payments'));
  const answers = [await payments.authorize(payment, 'large'), await payments.authorize(payment, 'large')];
  expect(answers).toMatchObject([{ value: { amount: 9_900_000_000 } }, { value: { amount: 9_900_000_000 } }]);
  const booked = sent.find((body) => body.includes('"PartitionKey":"ord_large"')) ?? '';
  expect(JSON.parse(booked)).toMatchObject({ 'amount@odata.type': 'Edm.Double' });
});

describe('a payment with tok_ok', () => {
  it('is captured once, though it is asked for twenty times at once', async () => {
    const payment = aPayment('tok_ok');
    await payment.authorize();
    const answers = await Promise.all(Array.from({ length: 20 }, () => payment.capture()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual(accepted({ paymentId: expect.stringMatching(/^pay_/), amount: 2800 }));
    expect(await booksOf(payment.orderId)).toEqual([
      ['authorize', 'accepted', 2800],
      ['capture', 'accepted', 2800],
    ]);
  });

  it('is one payment from the authorization to the refund', async () => {
    const payment = aPayment('tok_ok');
    const answers = [await payment.authorize(), await payment.capture(), await payment.refund()];
    expect(new Set(answers.map((answer) => answer.ok && answer.value.paymentId)).size).toBe(1);
    expect(answers.map((answer) => answer.ok && answer.value.amount)).toEqual([2800, 2800, 2800]);
  });

  it('can be given back before it is captured, and is not captured after', async () => {
    const payment = aPayment('tok_ok');
    await payment.authorize();
    expect(await payment.void()).toMatchObject({ ok: true, value: { amount: 2800 } });
    expect(await payment.capture()).toMatchObject({ ok: false, code: 'PAYMENT.NOT_AUTHORIZED' });
  });

  it('is not captured without an authorization, or for more than that', async () => {
    expect(await aPayment('tok_ok').capture()).toMatchObject({ ok: false, code: 'PAYMENT.NOT_AUTHORIZED' });
    const payment = aPayment('tok_ok');
    await payment.authorize();
    expect(await payment.capture(2801)).toMatchObject({ ok: false, code: 'PAYMENT.NOT_AUTHORIZED' });
  });

  it('is not voided once it is captured, but is when it was refunded: then there is nothing to do', async () => {
    const captured = aPayment('tok_ok');
    await captured.authorize();
    await captured.capture();
    expect(await captured.void()).toMatchObject({ ok: false, code: 'PAYMENT.CAPTURED' });
    const refunded = aPayment('tok_ok');
    await refunded.authorize();
    await refunded.capture();
    await refunded.refund();
    expect(await refunded.void()).toMatchObject({ ok: true, value: { amount: 0 } });
  });

  it('that never came to be is undone without moving anything, and cannot come to be any more', async () => {
    const payment = aPayment('tok_ok');
    expect(await payment.refund()).toMatchObject({ ok: true, value: { amount: 0 } });
    expect(await payment.void()).toMatchObject({ ok: true, value: { amount: 0 } });
    expect(await payment.authorize()).toMatchObject({ ok: false, code: 'PAYMENT.NOT_AUTHORIZED' });
  });
});

describe('the other tokens', () => {
  it.each(['tok_declined', 'tok_whatever'])('%s is declined, the second time too', async (token) => {
    const payment = aPayment(token);
    for (let time = 0; time < 2; time++) {
      expect(await payment.authorize()).toMatchObject({ ok: false, code: 'PAYMENT.DECLINED' });
    }
    expect(await booksOf(payment.orderId)).toEqual([['authorize', 'PAYMENT.DECLINED', 0]]);
  });

  it('tok_flaky fails twice at each step and then acts once', async () => {
    const payment = aPayment('tok_flaky');
    expect(await persistently(payment.authorize)).toMatchObject({ answer: { ok: true }, faults: 2 });
    expect(await persistently(payment.capture)).toMatchObject({ answer: { ok: true }, faults: 2 });
    expect((await booksOf(payment.orderId)).filter(([kind]) => kind === 'capture')).toHaveLength(1);
  });

  it('tok_flaky fails as a service that is busy does', async () => {
    await expect(aPayment('tok_flaky').authorize()).rejects.toMatchObject({ statusCode: 503 });
  });

  it('tok_slow takes three seconds', async () => {
    const before = slept.length;
    expect(await aPayment('tok_slow').authorize()).toMatchObject({ ok: true });
    expect(slept.slice(before)).toEqual([3000]);
  });

  it('tok_lost_reply acts, and the answer is lost once', async () => {
    const payment = aPayment('tok_lost_reply');
    expect(await persistently(payment.authorize)).toMatchObject({ answer: { ok: true }, faults: 1 });
    await expect(payment.capture()).rejects.toThrow('was lost');
    expect(await booksOf(payment.orderId)).toContainEqual(['capture', 'accepted', 2800]);
    expect(await payment.capture()).toMatchObject({ ok: true, value: { amount: 2800 } });
    expect((await booksOf(payment.orderId)).filter(([kind]) => kind === 'capture')).toHaveLength(1);
  });
});
