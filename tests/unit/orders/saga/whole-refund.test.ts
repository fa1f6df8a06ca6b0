// The orchestration of a refund of version 1.0, for those that began with it: the money first, then the units, then the record
// and the mail; what fails is left to people.

import type { OrderActivities } from '../../../../src/orders/saga/order-activities';
import type { WholeRefundRun } from '../../../../src/orders/saga/refund-run';
import { runWholeRefund } from '../../../../src/orders/saga/whole-refund';
import { accepted, refused } from '../../../../src/shared/result';
import { type Answer, type Call, driveOrchestrator } from '../../../helpers/drive-orchestrator';
import { anOrder, euros, orderId, placedAt } from '../../../helpers/order-builders';

const allWell: Record<string, Answer> = {
  refundPayment: () => accepted({ paymentId: 'pay_1', amount: 2800 }),
  'stock.restock': () => accepted({ quantity: 1 }),
  recordRefund: ({ entry }: { entry: { state: string } }) => ({ state: entry.state }),
  sendOrderMail: () => ({ to: 'ada@example.com' }),
};

function drive(restock: boolean, answers: Record<string, Answer> = {}) {
  const { customerId, lines, total } = anOrder();
  const units = lines.map(({ sku, quantity }) => ({ sku, quantity }));
  const payment = { orderId, amount: total, token: 'tok_ok' };
  const input: WholeRefundRun = { orderId, customerId, payment, restock: restock ? units : [], reason: 'broken' };
  return driveOrchestrator(runWholeRefund, { input, now: placedAt, answers: { ...allWell, ...answers } });
}

function short({ label, input }: Call): string {
  const { entry, mail } = input as Partial<OrderActivities['recordRefund']['input']>;
  return [label, entry?.state, mail && `+ mail ${mail.event}`].filter(Boolean).join(' ');
}

it('pays back, restocks what was sold, and tells the customer', () => {
  const { calls, result } = drive(true);
  expect(calls.map(short)).toEqual([
    'refundPayment',
    'stock.restock oak',
    'stock.restock elm',
    'recordRefund refunded + mail refunded',
  ]);
  expect(calls[0]?.input).toEqual({ orderId, amount: euros(2800), token: 'tok_ok' });
  expect(calls.slice(1, 3).map(({ input }) => input)).toEqual([
    { orderId, soldQuantity: 2 },
    { orderId, soldQuantity: 1 },
  ]);
  expect(result).toEqual({ state: 'refunded' });
});

it.each([
  ['is refunded', {}],
  ['cannot be refunded', { refundPayment: () => refused('PAYMENT.DECLINED', 'no') }],
])('an order that %s: custom status and record have the same entry', (_end, answers) => {
  const { calls, statuses } = drive(false, answers);
  const records = calls.filter(({ label }) => label === 'recordRefund').map(({ input }) => input);
  expect(records).toMatchObject(statuses.map((entry) => ({ entry })));
  expect(statuses).toHaveLength(1);
});

it('leaves the stock alone when nothing is to come back', () => {
  expect(drive(false).calls.map(short)).toEqual(['refundPayment', 'recordRefund refunded + mail refunded']);
});

it('sends the mail by itself when it did not go out with the record', () => {
  const { calls } = drive(false, { recordRefund: () => ({ state: 'refunded', unsent: 'refunded' }) });
  expect(calls.at(-1)).toMatchObject({ label: 'sendOrderMail', input: { event: 'refunded' } });
});

it.each<[string, Answer, string[]]>([
  ['is refused', () => refused('PAYMENT.DECLINED', 'no'), ['refundPayment']],
  [
    'keeps failing',
    () => {
      throw new Error('no connection');
    },
    ['refundPayment'],
  ],
])('a payment back that %s leaves the order to people, and no mail says otherwise', (_case, refundPayment, before) => {
  const { calls, result } = drive(true, { refundPayment });
  expect(calls.map(short)).toEqual([...before, 'recordRefund compensationFailed']);
  expect(result?.state).toBe('compensationFailed');
});
