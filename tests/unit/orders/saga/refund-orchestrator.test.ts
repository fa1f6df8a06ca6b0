// The orchestration of a refund: parcels first, then the money, then the units; how it ended decides how it can be repeated.

import type { RefundEnd } from '../../../../src/orders/order';
import { refundsOf, requestRefund } from '../../../../src/orders/refunds';
import { refundOrchestrator } from '../../../../src/orders/saga/refund-orchestrator';
import { refundRun } from '../../../../src/orders/saga/refund-run';
import { accepted, refused } from '../../../../src/shared/result';
import { type Answer, driveOrchestrator } from '../../../helpers/drive-orchestrator';
import { broughtTo, customerId, euros, orderId, placedAt } from '../../../helpers/order-builders';

const order = requestRefund(broughtTo('captured'), { restock: true, reason: 'broken', at: placedAt });
const [refund] = refundsOf(order);
if (!refund) throw new Error('There is no refund.');
const run = refundRun(order, refund);
const key = `${orderId}:refund:1`;
const payment = { orderId, customerId, placedAt, amount: euros(2800), token: 'tok_ok' };

const allWell: Record<string, Answer> = {
  beginRefund: () => ({ isDue: true, state: 'captured' }),
  withdrawParcel: ({ reference }: { reference: string }) => accepted({ reference }),
  refundPayment: () => accepted({ paymentId: 'pay_1', amount: 2800 }),
  'stock.restock': ({ part }: { part: { quantity: number } }) => accepted({ quantity: part.quantity }),
  endRefund: ({ outcome }: RefundEnd) => ({ state: outcome === 'refunded' ? 'refunded' : 'compensationFailed' }),
  sendOrderMail: () => ({ to: 'ada@example.com' }),
};
const fault: Answer = () => {
  throw new Error('no connection');
};

function drive(answers: Record<string, Answer> = {}, input: object = run) {
  // Version 1.1 is the newest that this context knows.
  const driven = driveOrchestrator(
    function* newest(context) {
      Object.assign(context.df, { version: '1.1' });
      return yield* refundOrchestrator(context);
    },
    { input, now: placedAt, answers: { ...allWell, ...answers } },
  );
  const labels = driven.calls.map(({ label }) => label);
  const end = driven.calls.find(({ label }) => label === 'endRefund')?.input;
  return { ...driven, labels, end };
}

it('withdraws the parcels, pays back, returns the units, and records the end with its mail', () => {
  const { labels, calls, result, end } = drive();
  expect(labels).toEqual([
    'beginRefund',
    'withdrawParcel',
    'withdrawParcel',
    'refundPayment',
    'stock.restock oak',
    'stock.restock elm',
    'endRefund',
  ]);
  expect(calls[3]?.input).toEqual({ ...payment, actKey: key });
  expect(calls[4]?.input).toEqual({ orderId, soldQuantity: 2, part: { id: key, quantity: 2 } });
  expect(end).toEqual({ orderId, customerId, number: 1, outcome: 'refunded', at: placedAt });
  expect(result).toEqual({ state: 'refunded' });
});

it('pays back a part under the key of the refund', () => {
  const wish = { lines: [{ sku: 'oak', quantity: 1 }], restock: false, reason: 'broken', at: placedAt };
  const byLines = requestRefund(broughtTo('captured'), wish);
  const { calls, labels } = drive({}, refundRun(byLines, refundsOf(byLines)[0] ?? refund));
  expect(labels).toEqual(['beginRefund', 'refundPayment', 'endRefund']);
  expect(calls[1]?.input).toEqual({ ...payment, actKey: key, part: euros(1250) });
});

it('pays back although a parcel is on its way', () => {
  const { labels, result } = drive({ withdrawParcel: () => refused('SHIPMENT.DISPATCHED', 'on its way') });
  expect(labels).toContain('refundPayment');
  expect(result).toEqual({ state: 'refunded' });
});

it.each<[string, Record<string, Answer>, RefundEnd['outcome'], string]>([
  ['a parcel that cannot be withdrawn', { withdrawParcel: fault }, 'failed', 'withdrawParcel'],
  ['a provider that does not answer', { refundPayment: fault }, 'failed', 'refundPayment'],
  ['a provider that refuses', { refundPayment: () => refused('PAYMENT.DECLINED', 'no') }, 'refused', 'refundPayment'],
  ['units that do not return', { 'stock.restock': fault }, 'failed', 'stock.restock elm'],
])('is left to people with %s', (_case, answers, outcome, last) => {
  const { labels, end, result, statuses } = drive(answers);
  expect(end).toMatchObject({ outcome, detail: expect.any(String) });
  expect(labels.at(-2)).toBe(last);
  expect(labels.at(-1)).toBe('endRefund');
  expect(result?.state).toBe('compensationFailed');
  expect(statuses).toMatchObject([{ state: 'compensationFailed', step: 'failRefund' }]);
});

it('does nothing when the record says that it has ended', () => {
  const { labels, result } = drive({ beginRefund: () => ({ isDue: false, state: 'refunded' }) });
  expect(labels).toEqual(['beginRefund']);
  expect(result).toEqual({ state: 'refunded', code: 'ORDER.ALREADY_REFUNDED' });
});

it('sends the mail that did not go out with the record', () => {
  const notice = { event: 'refunded', number: 2, amount: euros(300) };
  const { calls } = drive({ endRefund: () => ({ state: 'shipped', unsent: 'refunded', notice }) });
  expect(calls.at(-1)).toEqual({ label: 'sendOrderMail', input: { customerId, orderId, ...notice } });
});
