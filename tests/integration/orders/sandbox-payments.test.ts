// The sandbox payment provider on Azurite: what was taken is in its books once, whatever its tokens do to the caller.

import { makeSandboxPayments } from '../../../src/adapters/sandbox-payments';
import { makeStorage, type Storage } from '../../../src/adapters/storage';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';
import { euros } from '../../helpers/order-builders';
import { aPayment, itTakesPayments, type PaymentBench, persistently } from '../../helpers/payments-contract';
import { sentBodies } from '../../helpers/sent-bodies';

let azurite: RunningAzurite;
let storage: Storage;
let bench: PaymentBench;
const slept: number[] = [];
const tokens = {
  good: 'tok_ok',
  declined: 'tok_declined',
  unknown: 'tok_whatever',
  faulty: 'tok_flaky',
  losing: 'tok_lost_reply',
};

beforeAll(async () => {
  azurite = await startAzurite();
  storage = makeStorage({ connectionString: azurite.connectionString });
  const sleep = async (ms: number) => {
    slept.push(ms);
  };
  bench = {
    payments: () => makeSandboxPayments({ storage, now: () => new Date(), sleep }),
    tokenFor: (temper) => tokens[temper],
    async booksOf(orderId) {
      const rows = await booksOf(orderId);
      const amounts = (kind: string) =>
        rows.flatMap(([of, outcome, amount]) => (of === kind && outcome === 'accepted' && amount ? [amount] : []));
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

it('books large amounts with their type, since the service takes plain numbers for 32 bits', async () => {
  const payment = { orderId: 'ord_large', amount: euros(9_900_000_000), token: 'tok_ok' };
  const payments = bench.payments();
  const sent = sentBodies(await storage.table('payments'));
  const answers = [await payments.authorize(payment, 'large'), await payments.authorize(payment, 'large')];
  expect(answers).toMatchObject([{ value: { amount: 9_900_000_000 } }, { value: { amount: 9_900_000_000 } }]);
  const booked = sent.find((body) => body.includes('"PartitionKey":"ord_large"')) ?? '';
  expect(JSON.parse(booked)).toMatchObject({ 'amount@odata.type': 'Edm.Double' });
});

it('books a refusal once', async () => {
  const payment = aPayment(bench, 'declined');
  for (let time = 0; time < 2; time++) await payment.authorize();
  expect(await booksOf(payment.orderId)).toEqual([['authorize', 'PAYMENT.DECLINED', 0]]);
});

it('tok_slow takes three seconds', async () => {
  const payment = { orderId: 'ord_slow', amount: euros(100), token: 'tok_slow' };
  expect(await bench.payments().authorize(payment, 'slow')).toMatchObject({ ok: true });
  expect(slept).toEqual([3000]);
});

it('tok_lost_reply loses the answer of each step once, and says so', async () => {
  const payment = aPayment(bench, 'losing');
  await persistently(payment.authorize);
  await expect(payment.capture()).rejects.toThrow('was lost');
  expect(await payment.capture()).toMatchObject({ ok: true, value: { amount: 2800 } });
});
