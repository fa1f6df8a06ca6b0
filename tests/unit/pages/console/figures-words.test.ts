// The sentences and units beside the charts, and the words for movements of stock and money.

import {
  dayText,
  durationText,
  ordersText,
  refusalText,
  shipUnit,
} from '../../../../src/pages/console/models/figures-words';
import { refundStateWords } from '../../../../src/pages/console/models/money-words';
import { movementText } from '../../../../src/pages/console/models/stock-words';
import { at } from './builders';

const hour = 3_600;

it.each([
  [20, '1 min'],
  [600, '10 min'],
  [hour, '1 h'],
  [5.25 * hour, '5.3 h'],
  [47 * hour, '47 h'],
  [60 * hour, '2.5 days'],
  [30 * 24 * hour, '30 days'],
])('%i seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

it('the chart of shipping has the unit in which most orders are told', () => {
  const unitOf = (medianSeconds?: number) =>
    shipUnit({ days: [], refusals: [], complete: true, toShip: { orders: 1, ...(medianSeconds && { medianSeconds }) } })
      .text;
  expect([undefined, 300, 5 * hour, 72 * hour].map(unitOf)).toEqual(['min', 'min', 'h', 'days']);
});

it('a day is the same wherever it is read', () => {
  expect(dayText('2026-03-01', 'en-GB')).toBe('1 Mar');
});

it('counts and codes are words', () => {
  expect([0, 1, 2].map(ordersText)).toEqual(['0 orders', '1 order', '2 orders']);
  expect(['PAYMENT.DECLINED', 'unknown', 'NEW.CODE'].map(refusalText)).toEqual([
    'Payment declined',
    'Not recorded',
    'NEW.CODE',
  ]);
});

it('a movement of stock has its sign and its reason', () => {
  expect(movementText({ kind: 'adjust', quantity: 120, reason: 'delivery 4711' })).toBe('+120 adjusted: delivery 4711');
  expect(movementText({ kind: 'adjust', quantity: -3 })).toBe('−3 adjusted');
  expect(movementText({ kind: 'commit', quantity: 2 })).toBe('2 sold');
});

it('a refund is under way until it has ended, well or not', () => {
  const ends = [undefined, ...(['refunded', 'refused', 'failed'] as const).map((outcome) => ({ at, outcome }))];
  expect(ends.map((end) => refundStateWords(end).text)).toEqual(['Under way', 'Refunded', 'Refused', 'Failed']);
});
