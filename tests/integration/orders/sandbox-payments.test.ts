// The sandbox payment provider on Azurite: its ledger has each operation once, whatever failures a token simulates.

import { setTimeout as sleep } from 'node:timers/promises';
import { odata } from '@azure/data-tables';
import { booksOfRow } from '../../../src/adapters/sandbox/payment-books';
import { makeSandboxConfirmations } from '../../../src/adapters/sandbox/sandbox-confirmations';
import { decide, type PaymentBooks, type PaymentOperation } from '../../../src/adapters/sandbox/sandbox-payment-rules';
import { makeSandboxPayments } from '../../../src/adapters/sandbox/sandbox-payments';
import { makeStorage, type Storage } from '../../../src/adapters/storage/storage';
import type { Payment, Payments } from '../../../src/orders/ports/payments';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { euros } from '../../helpers/order-builders';
import { aPayment, itTakesPayments, type PaymentBench, persistently } from '../../helpers/payments-contract';
import { sentOperations, type TableOperation } from '../../helpers/sent-operations';

let azurite: RunningAzurite;
let storage: Storage;
let bench: PaymentBench;
/** Records the table requests of all clients. */
let sent: TableOperation[];
const slept: number[] = [];
const now = () => new Date();
/** Order ids of these tests have another form. */
const references = { urlOf: (orderId: string) => `https://shop.example/${orderId}`, orderIdIn: (text: string) => text };
const tokens = {
  good: 'tok_ok',
  declined: 'tok_declined',
  unknown: 'tok_whatever',
  faulty: 'tok_flaky',
  losing: 'tok_lost_reply',
  asking: 'tok_requires_action',
};

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
  sent = sentOperations(await storage.table('payments'));
  bench = {
    payments: () => makeSandboxPayments({ storage, now, sleep: async (ms) => void slept.push(ms), references }),
    async answer(_orderId, action, how) {
      const reference = action.type === 'redirect' ? (new URL(action.url).pathname.split('/').at(-1) ?? '') : '';
      await makeSandboxConfirmations({ storage, references, now }).answer(reference, how);
    },
    tokenFor: (temper) => tokens[temper],
    async booksOf(orderId) {
      const entries = await booksOf(orderId);
      const amounts = (kind: string) =>
        entries.flatMap(([of, outcome, amount]) => (of === kind && outcome === 'accepted' && amount ? [amount] : []));
      return {
        authorized: amounts('authorize'),
        captured: amounts('capture'),
        voided: amounts('void'),
        refunded: amounts('refund'),
      };
    },
  };
});
afterAll(() => azurite.stop());

describe('the sandbox', () => itTakesPayments(() => bench));

/** The ledger row of an order; undefined before its first entry. */
async function rowOf(orderId: string): Promise<PaymentBooks> {
  const table = await storage.table('payments');
  const rows: PaymentBooks[] = [];
  const found = table.listEntities({ queryOptions: { filter: odata`PartitionKey eq ${orderId}` } });
  for await (const row of found) rows.push(booksOfRow(row));
  expect(rows.length).toBeLessThanOrEqual(1);
  return rows[0] ?? { entries: [], faults: [] };
}

/** Operation, outcome and amount of each entry. */
async function booksOf(orderId: string) {
  const { entries } = await rowOf(orderId);
  return entries.map(({ kind, outcome, amount }) => [kind, outcome, amount] as const);
}

it('records exact amounts, even beyond 32 bits', async () => {
  for (const units of [2 ** 31, 9_900_000_000, Number.MAX_SAFE_INTEGER]) {
    const payment = { orderId: `ord_large${units}`, amount: euros(units), token: 'tok_ok' };
    const receipt = { ok: true, value: { amount: units } };
    expect(await bench.payments().authorize(payment, 'authorize')).toMatchObject(receipt);
    expect(await bench.payments().authorize(payment, 'authorize')).toMatchObject(receipt);
    expect(await bench.payments().capture(payment, 'capture')).toMatchObject(receipt);
    expect(await booksOf(payment.orderId)).toEqual([
      ['authorize', 'accepted', units],
      ['capture', 'accepted', units],
    ]);
  }
});

it('keeps a ledger that is longer than a table column', async () => {
  const payment = { orderId: 'ord_long', amount: euros(100), token: 'tok_ok' };
  const payments = bench.payments();
  const keys = Array.from({ length: 150 }, (_, number) => `authorize ${number}`);
  for (const key of keys) await payments.authorize(payment, key);
  expect((await rowOf('ord_long')).entries.map(({ idempotencyKey }) => idempotencyKey)).toEqual(keys);
});

it('records a refusal once', async () => {
  const payment = aPayment(bench, 'declined');
  for (let time = 0; time < 2; time++) await payment.authorize();
  expect(await booksOf(payment.orderId)).toEqual([['authorize', 'PAYMENT.DECLINED', 0]]);
});

it('tok_slow takes three seconds', async () => {
  const payment = { orderId: 'ord_slow', amount: euros(100), token: 'tok_slow' };
  expect(await bench.payments().authorize(payment, 'slow')).toMatchObject({ ok: true });
  expect(slept).toEqual([3000]);
});

it('tok_lost_reply loses the response of each step once, and throws', async () => {
  const payment = aPayment(bench, 'losing');
  await persistently(payment.authorize);
  await expect(payment.capture()).rejects.toThrow('was lost');
  expect(await payment.capture()).toMatchObject({ ok: true, value: { amount: 2800 } });
});

it('tok_slow is not slow when a step is repeated, in any process', async () => {
  const payment = { orderId: 'ord_slow_again', amount: euros(100), token: 'tok_slow' };
  const [here, there] = [bench.payments(), bench.payments()];
  await here.authorize(payment, 'authorize');
  await there.capture(payment, 'capture');
  slept.length = 0;
  for (const one of [here, there]) {
    await one.authorize(payment, 'authorize');
    await one.capture(payment, 'capture');
  }
  expect(slept).toEqual([]);
});

it('tok_flaky fails twice per step in total, over all processes', async () => {
  const payment = { orderId: 'ord_flaky', amount: euros(100), token: 'tok_flaky' };
  const [here, there] = [bench.payments(), bench.payments()];
  for (const kind of ['authorize', 'capture'] as const) {
    await expect(here[kind](payment, kind)).rejects.toThrow(`a fault at ${kind}`);
    await expect(there[kind](payment, kind)).rejects.toThrow(`a fault at ${kind}`);
    expect(await here[kind](payment, kind)).toMatchObject({ ok: true });
  }
  expect((await rowOf('ord_flaky')).faults).toEqual(['authorize', 'authorize', 'capture', 'capture']);
});

describe('what an order costs', () => {
  /** Two processes that work on a new order. */
  function setUp() {
    const { orderId } = aPayment(bench);
    sent.length = 0;
    const step = (payments: Payments, kind: PaymentOperation) =>
      payments[kind]({ orderId, amount: euros(2800), token: 'tok_ok' }, `${orderId}:${kind}`);
    return { here: bench.payments(), there: bench.payments(), step };
  }

  it('is an insert and a replacement, and no request when a step is repeated', async () => {
    const { here, step } = setUp();
    const answers = [await step(here, 'authorize'), await step(here, 'capture')];
    expect(sent).toEqual(['insert', 'replace']);
    expect([await step(here, 'authorize'), await step(here, 'capture')]).toEqual(answers);
    expect(sent).toEqual(['insert', 'replace']);
    await step(here, 'refund');
    expect(sent).toEqual(['insert', 'replace', 'replace']);
  });

  it('is an extra read in a process that has not written the ledger', async () => {
    const { here, there, step } = setUp();
    const answers = [await step(here, 'authorize'), await step(here, 'capture')];
    sent.length = 0;
    expect(await step(there, 'capture')).toEqual(answers[1]);
    expect(sent).toEqual(['read']);
    await step(there, 'refund');
    expect(sent).toEqual(['read', 'replace']);
    sent.length = 0;
    expect(await step(bench.payments(), 'authorize')).toEqual(answers[0]);
    expect(sent).toEqual(['insert', 'read']);
  });

  it('is an extra failed write if another process has written, whose entry counts', async () => {
    const { here, there, step } = setUp();
    await step(here, 'authorize');
    await step(there, 'void');
    sent.length = 0;
    expect(await step(here, 'capture')).toMatchObject({ ok: false, code: 'PAYMENT.NOT_AUTHORIZED' });
    expect(sent).toEqual(['replace', 'read', 'replace']);
  });
});

describe('several callers at the same moment', () => {
  const kinds = ['authorize', 'void', 'capture', 'refund'] as const;
  const amount = euros(2800);

  /** Concurrently, each in its own process. */
  function atOnce(payment: Payment, steps: { kind: PaymentOperation; key: string }[]) {
    const calls = steps.map(({ kind, key }) => persistently(() => bench.payments()[kind](payment, key)));
    return Promise.all(calls.map(async (call) => (await call).answer));
  }

  it.each(['tok_ok', 'tok_flaky', 'tok_lost_reply'])(
    'leave the ledger as if they had been sequential: %s',
    async (token) => {
      for (let number = 0; number < 5; number++) {
        const payment = { orderId: `ord_rush_${token}${number}`, amount, token };
        const steps = [0, 1, 2].flatMap((n) => kinds.map((kind) => ({ kind, key: `${kind} ${n % 2}` })));
        const answers = await atOnce(payment, steps);
        const { entries } = await rowOf(payment.orderId);
        expect(entries.map(({ idempotencyKey }) => idempotencyKey).toSorted()).toEqual(
          [...new Set(steps.map(({ key }) => key))].toSorted(),
        );
        for (const [at, entry] of entries.entries()) {
          expect(entry).toMatchObject(
            decide(entry.kind as PaymentOperation, payment, entries.slice(0, at), entry.paymentId),
          );
        }
        for (const [at, { key }] of steps.entries()) {
          const entry = entries.find(({ idempotencyKey }) => idempotencyKey === key);
          const told = { paymentId: entry?.paymentId, amount: entry?.amount };
          expect(answers[at]).toMatchObject(
            entry?.outcome === 'accepted' ? { ok: true, value: told } : { ok: false, code: entry?.outcome },
          );
        }
      }
    },
  );

  it('cannot leave money authorized after a void', async () => {
    for (let number = 0; number < 20; number++) {
      const payment = { orderId: `ord_held${number}`, amount, token: 'tok_ok' };
      // A void reads first: the authorization comes before, during and after that read.
      const authorizing = sleep(number % 5).then(() => bench.payments().authorize(payment, 'authorize'));
      const [authorized, voided] = await Promise.all([authorizing, bench.payments().void(payment, 'void')]);
      expect(voided).toMatchObject({ ok: true, value: { amount: authorized.ok ? 2800 : 0 } });
    }
  });

  it('cannot capture a voided authorization', async () => {
    for (let number = 0; number < 20; number++) {
      const payment = { orderId: `ord_taken${number}`, amount, token: 'tok_ok' };
      await bench.payments().authorize(payment, 'authorize');
      const answers = await atOnce(payment, [
        { kind: 'capture', key: 'capture' },
        { kind: 'void', key: 'void' },
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });
});

describe('a payment that the customer has to confirm', () => {
  /** Asks the customer, and returns the page's reference with its port. */
  async function asked() {
    const payment = aPayment(bench, 'asking');
    await payment.ask();
    const page = makeSandboxConfirmations({ storage, references, now });
    return { payment, page, reference: payment.orderId };
  }

  it('is shown with its amount until it is answered, and the first answer counts', async () => {
    const { payment, page, reference } = await asked();
    expect(await page.find(reference)).toEqual({ orderId: reference, amount: euros(2800), isOpen: true });
    const answers = await Promise.all(
      ['confirm', 'refuse', 'confirm'].map((how) => page.answer(reference, how as 'confirm')),
    );
    expect(answers.map((one) => one?.isOpen)).toEqual([false, false, false]);
    expect(await page.find(reference)).toMatchObject({ isOpen: false });
    expect((await payment.books()).authorized.length).toBeLessThanOrEqual(1);
    expect((await booksOf(reference)).map(([kind]) => kind)).toEqual(['request', 'authorize']);
  });

  it('is not there for a payment that nobody was asked about', async () => {
    const payment = aPayment(bench);
    await payment.authorize();
    const page = makeSandboxConfirmations({ storage, references, now });
    expect(await page.find(payment.orderId)).toBeUndefined();
    expect(await page.answer(payment.orderId, 'confirm')).toBeUndefined();
  });

  it('is either confirmed or voided when both come at once, and no money stays held', async () => {
    for (let number = 0; number < 10; number++) {
      const { payment, page, reference } = await asked();
      const [, voided] = await Promise.all([page.answer(reference, 'confirm'), payment.void()]);
      const { authorized } = await payment.books();
      expect(voided).toMatchObject({ ok: true, value: { amount: authorized[0] ?? 0 } });
      expect(await payment.authorization()).toMatchObject({ ok: false, code: 'PAYMENT.NOT_AUTHORIZED' });
    }
  });
});
