// The figures of a period: days in the reader's zone, times until orders were sent, and reasons of refusals.

import { figuresOf, isTimeZone, lastDays } from '../../../src/orders/order-figures';
import { refusalOf, shippedAtOf } from '../../../src/orders/order-milestones';
import type { PlacedOrder } from '../../../src/orders/ports/all-orders';
import { broughtTo, placedAt } from '../../helpers/order-builders';

const anHour = 3_600;
const days = ['2026-03-01', '2026-03-02'];
const placed = (createdAt: string, more: Partial<PlacedOrder> = {}): PlacedOrder => ({
  createdAt,
  state: 'placed',
  ...more,
});
const shipped = (createdAt: string, afterHours: number): PlacedOrder => {
  const shippedAt = new Date(Date.parse(createdAt) + afterHours * anHour * 1000).toISOString();
  return placed(createdAt, { state: 'shipped', shippedAt });
};

describe('the days of a period', () => {
  it('end today, across the end of a month', () => {
    expect(lastDays(3, new Date('2026-03-01T12:00:00Z'), 'UTC')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });

  it('are those of the time zone, also where the clocks change', () => {
    expect(lastDays(2, new Date('2026-03-29T22:30:00Z'), 'Europe/Berlin')).toEqual(['2026-03-29', '2026-03-30']);
    expect(lastDays(1, new Date('2026-03-01T01:00:00Z'), 'America/New_York')).toEqual(['2026-02-28']);
  });

  it('need a time zone that exists', () => {
    expect(['UTC', 'Europe/Berlin', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  });
});

it('counts the orders of each day in the time zone, and those of no other day', () => {
  const orders = ['2026-03-01T00:30:00Z', '2026-03-01T23:30:00Z', '2026-03-02T12:00:00Z', '2026-02-28T22:00:00Z'];
  const countsIn = (zone: string) =>
    figuresOf(
      orders.map((at) => placed(at)),
      days,
      zone,
    ).days.map((day) => day.placed);
  expect(countsIn('UTC')).toEqual([2, 1]);
  expect(countsIn('Europe/Berlin')).toEqual([1, 2]);
});

it('tells the median and the slowest tenth of the times until orders were sent', () => {
  const hours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 40];
  const orders = hours.map((after) => shipped('2026-03-01T08:00:00Z', after));
  const figures = figuresOf([...orders, placed('2026-03-02T08:00:00Z')], days, 'UTC');
  expect(figures.toShip).toEqual({ orders: 10, medianSeconds: 5 * anHour, slowestTenthSeconds: 9 * anHour });
  expect(figures.days).toEqual([
    { day: '2026-03-01', placed: 10, medianSecondsToShip: 5 * anHour },
    { day: '2026-03-02', placed: 1 },
  ]);
});

it('counts refusals by their code, the most frequent first', () => {
  const refused = (refusal?: string) =>
    placed('2026-03-01T08:00:00Z', { state: 'refused', ...(refusal && { refusal }) });
  const orders = [refused('STOCK.SHORT'), refused('PAYMENT.DECLINED'), refused('PAYMENT.DECLINED'), refused()];
  expect(figuresOf(orders, days, 'UTC').refusals).toEqual([
    { code: 'PAYMENT.DECLINED', orders: 2 },
    { code: 'STOCK.SHORT', orders: 1 },
    { code: 'unknown', orders: 1 },
  ]);
});

it('of a shop without orders are zeros', () => {
  expect(figuresOf([], days, 'UTC')).toEqual({
    days: days.map((day) => ({ day, placed: 0 })),
    toShip: { orders: 0 },
    refusals: [],
  });
});

describe('the milestones of an order', () => {
  it('are when its last parcel was sent, also once it has arrived', () => {
    expect(['captured', 'shipped', 'delivered'].map((state) => shippedAtOf(broughtTo(state as 'shipped')))).toEqual([
      undefined,
      placedAt,
      placedAt,
    ]);
  });

  it('are why it was refused', () => {
    const order = broughtTo('refused');
    const timeline = order.timeline.map((entry) => {
      return entry.state === 'refused' ? { ...entry, reason: 'PAYMENT.DECLINED' } : entry;
    });
    expect(refusalOf({ ...order, timeline })).toBe('PAYMENT.DECLINED');
    expect(refusalOf({ ...order, timeline, state: 'refunded' })).toBeUndefined();
  });
});
