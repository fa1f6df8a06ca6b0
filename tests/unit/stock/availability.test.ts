// The copy of a stock that the shop shows: what can be sold, now and when reservations expire.

import { availabilityOf, laterOf, unitsAt } from '../../../src/stock/availability';
import { availableUnits, noStock, type Stock } from '../../../src/stock/stock';
import { applyToStock } from '../../../src/stock/stock-operations';

const reserved = (ms: number, quantity = 1) => ({
  orderId: `ord_${ms}`,
  quantity,
  expiresAt: new Date(ms).toISOString(),
});
const stockWith = (...reservations: Stock['reservations']): Stock => ({ ...noStock, onHand: 100, reservations });

it('has no more fields than it needs', () => {
  expect(availabilityOf(stockWith())).toEqual({ units: 100, at: 0 });
});

it.each([0, 9, 10, 19, 20, 1_000])('says at %i ms what the stock itself says', (now) => {
  const stock = stockWith(reserved(20, 5), reserved(10, 3));
  expect(unitsAt(availabilityOf(stock), now)).toBe(availableUnits(stock, now));
});

it('stays small with many reservations: the units of the late ones count when the last has expired', () => {
  const stock = stockWith(...Array.from({ length: 60 }, (_, n) => reserved(n + 1)));
  const availability = availabilityOf(stock);
  expect(availability.expiring).toHaveLength(20);
  expect([0, 19, 20, 59, 60].map((now) => unitsAt(availability, now))).toEqual([40, 59, 59, 59, 100]);
});

it('is as old as the last movement of the stock, so that an old stock never hides a newer one', () => {
  const after = (stock: Stock, delta: number, now: number) =>
    applyToStock(stock, { kind: 'adjust', delta, reason: 'count' }, now).stock;
  const early = after(noStock, 5, 1_000);
  const late = after(early, 3, 2_000);
  expect(laterOf(availabilityOf(late), availabilityOf(early))).toEqual({ units: 8, at: 2_000 });
});

it('counts the later of two copies, and of two as old the second', () => {
  const [early, late, other] = [
    { units: 1, at: 1 },
    { units: 2, at: 2 },
    { units: 3, at: 2 },
  ];
  expect([laterOf(early, late), laterOf(late, early), laterOf(late, other), laterOf(undefined, early)]).toEqual([
    late,
    late,
    other,
    early,
  ]);
});
