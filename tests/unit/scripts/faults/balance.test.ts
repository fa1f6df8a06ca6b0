// The rules of the live books: each of them is broken once, and says so.

import { isEnded, mailBalance, moneyBalance, stockBalance } from '../../../../scripts/faults/balance';
import type { BookedPayment } from '../../../../scripts/faults/read-books';
import type { Order, Refund } from '../../../../src/orders/order';
import { anOrder } from '../../../helpers/order-builders';

const order = (orderId: string, state: Order['state'], more: Partial<Order> = {}) =>
  anOrder({ orderId, state, total: { amount: 1000, currency: 'EUR' }, ...more });
const booked = (orderId: string, kind: BookedPayment['kind'], amount: number, outcome = 'accepted') => ({
  orderId,
  kind,
  amount,
  outcome,
});

it('money captured is shipped, refunded or open', () => {
  const orders = [order('a', 'delivered'), order('b', 'captured'), order('c', 'refused'), order('d', 'reserved')];
  const payments = [
    booked('a', 'authorize', 1000),
    booked('a', 'capture', 1000),
    booked('b', 'capture', 1000),
    booked('c', 'capture', 1000),
    booked('c', 'refund', 1000),
  ];
  expect(moneyBalance(orders, payments)).toEqual({
    captured: 3000,
    shipped: 1000,
    refunded: 1000,
    open: 1000,
    problems: [],
  });
});

const captured = booked('a', 'capture', 1000);

it.each<[string, Order['state'], BookedPayment[], string[]]>([
  ['a delivered order that nobody paid', 'delivered', [], ['a is delivered: 0 was kept, expected 1000']],
  ['an order under way that was paid twice', 'captured', [captured, captured], ['a was captured 2 times']],
  ['a refused order whose money was kept', 'refused', [captured], ['a is refused: 1000 was kept, expected 0']],
  [
    'a delivered order that was paid twice',
    'delivered',
    [captured, captured],
    ['a was captured 2 times', 'a is delivered: 2000 was kept, expected 1000'],
  ],
  [
    'a delivered order that was given back',
    'delivered',
    [captured, booked('a', 'refund', 1000)],
    ['a is delivered: 0 was kept, expected 1000'],
  ],
  [
    'a delivered order whose capture the provider refused',
    'delivered',
    [booked('a', 'capture', 1000, 'PAYMENT.NOT_AUTHORIZED')],
    ['a is delivered: 0 was kept, expected 1000'],
  ],
])('reports %s', (_name, state, payments, problems) => {
  expect(moneyBalance([order('a', state)], payments).problems).toEqual(problems);
});

const aRefund: Refund = {
  number: 1,
  isWhole: false,
  lines: [],
  amount: 300,
  restock: false,
  reason: '',
  state: 'delivered',
  actKey: 'a:1',
  instanceId: 'a:refund:1',
  at: '2026-03-01T12:00:00Z',
};

it('a delivered order keeps what was not refunded', () => {
  const ended = { at: aRefund.at, outcome: 'refunded' } as const;
  const partly = order('a', 'delivered', { refunds: [{ ...aRefund, ended }] });
  expect(moneyBalance([partly], [captured, booked('a', 'refund', 300)])).toMatchObject({ shipped: 700, problems: [] });
});

it('an order whose refund is under way has not come to its end', () => {
  expect(isEnded(order('a', 'delivered'))).toBe(true);
  expect(isEnded(order('a', 'shipped'))).toBe(false);
  expect(isEnded(order('a', 'compensationFailed'))).toBe(false);
  expect(isEnded(order('a', 'delivered', { refunds: [aRefund] }))).toBe(false);
  const ended = { at: aRefund.at, outcome: 'refunded' } as const;
  expect(isEnded(order('a', 'delivered', { refunds: [{ ...aRefund, ended }] }))).toBe(true);
});

const mug = { sku: 'mug', received: 10, onHand: 8, reserved: 1, sold: 2 };

it('units are free, reserved or sold', () => {
  expect(stockBalance([mug], [], false)).toEqual({ received: 10, onHand: 8, reserved: 1, sold: 2, problems: [] });
});

it.each([
  ['a lost unit', { ...mug, onHand: 7 }, false, 'mug: 7 on hand and 2 sold, of 10'],
  ['more reserved than there is', { ...mug, reserved: 9 }, false, 'mug: 9 reserved of 8 on hand'],
  ['a unit sold without an order', { ...mug, reserved: 0 }, true, 'mug: 2 sold, but the orders say 0'],
])('reports %s', (_name, product, isAtRest, problem) => {
  expect(stockBalance([product], [], isAtRest).problems).toEqual([problem]);
});

it('reports a unit that stays reserved when no order is under way', () => {
  const product = { sku: 'mug', received: 10, onHand: 10, reserved: 1, sold: 0 };
  expect(stockBalance([product], [], true).problems).toEqual(['mug: 1 reserved for no order']);
});

it('reports a mail that was sent twice', () => {
  const mails = [
    { orderId: 'a', event: 'confirmed', rewritten: false },
    { orderId: 'a', event: 'shipped', rewritten: true },
  ];
  expect(mailBalance(mails)).toEqual({ sent: 2, problems: ['a: shipped was sent twice'] });
});
