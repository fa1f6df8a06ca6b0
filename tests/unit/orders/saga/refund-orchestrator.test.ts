// The story of a refund: the money first, then the units, then the record and the mail; what fails is left to people.

import type { OrderActivities } from '../../../../src/orders/saga/activities';
import { refundOrchestrator } from '../../../../src/orders/saga/refund-orchestrator';
import { refundInstance, refundRun } from '../../../../src/orders/saga/refund-run';
import { accepted, refused } from '../../../../src/shared/result';
import { type Answer, type Call, driveStory } from '../../../helpers/drive-story';
import { anOrder, customerId, euros, orderId, placedAt } from '../../../helpers/order-builders';

const allWell: Record<string, Answer> = {
  refundPayment: () => accepted({ paymentId: 'pay_1', amount: 2800 }),
  'stock.restock': () => accepted({ quantity: 1 }),
  recordRefund: ({ entry }: { entry: { state: string } }) => ({ state: entry.state }),
  sendOrderMail: () => ({ to: 'ada@example.com' }),
};

function tell(restock: boolean, answers: Record<string, Answer> = {}) {
  const input = refundRun(anOrder(), { restock, reason: 'broken', at: placedAt });
  return driveStory(refundOrchestrator, { input, now: placedAt, answers: { ...allWell, ...answers } });
}

function short({ label, input }: Call): string {
  const { entry, mail } = input as Partial<OrderActivities['recordRefund']['input']>;
  return [label, entry?.state, mail && `+ mail ${mail.event}`].filter(Boolean).join(' ');
}

it('pays back, restocks what was sold, and tells the customer', () => {
  const { calls, result } = tell(true);
  expect(calls.map(short)).toEqual([
    'refundPayment',
    'stock.restock oak',
    'stock.restock elm',
    'recordRefund refunded + mail refunded',
  ]);
  expect(calls[0]?.input).toEqual({ orderId, customerId, placedAt, amount: euros(2800), token: 'tok_ok' });
  expect(calls.slice(1, 3).map(({ input }) => input)).toEqual([
    { orderId, soldQuantity: 2 },
    { orderId, soldQuantity: 1 },
  ]);
  expect(result).toEqual({ state: 'refunded' });
});

it('leaves the stock alone when nothing is to come back', () => {
  expect(tell(false).calls.map(short)).toEqual(['refundPayment', 'recordRefund refunded + mail refunded']);
});

it('sends the mail by itself when it did not go out with the record', () => {
  const { calls } = tell(false, { recordRefund: () => ({ state: 'refunded', unsent: 'refunded' }) });
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
  const { calls, result } = tell(true, { refundPayment });
  expect(calls.map(short)).toEqual([...before, 'recordRefund compensationFailed']);
  expect(result?.state).toBe('compensationFailed');
});

it('has an instance of its own, whatever a warehouse is called', () => {
  expect(refundInstance(orderId)).toBe(`refund:${orderId}`);
});
