// A product that sells much keeps its state in the task hub's table: however full its lists are, it does not become a blob.

import fc from 'fast-check';
import { maxInlineChars, storedLength } from '../../../src/shared/durable/stored-length';
import { maxEntries, maxMovementChars } from '../../../src/stock/stock';
import { afterAdjustment, afterOrderOperation, newStockState, type StockState } from '../../../src/stock/stock-state';

/** Room for the entity's scheduler: what it waits for, and from whom messages came lately. */
const schedulerChars = 3_000;
const reservations = 40;

const start = Date.parse('2026-03-01T10:00:00.000Z');
/** After the last expiry of the orders that fill the lists. */
const end = start + 30 * 24 * 3_600_000;
const orderId = (n: number) => `ord_${n.toString(36).padStart(26, '0')}`;
const commandId = (n: number) => `cmd_${n.toString(36).padStart(26, '0')}`;

function operate(state: StockState, now: number, ...operations: Parameters<typeof afterOrderOperation>[1][]) {
  return operations.reduce((before, operation) => afterOrderOperation(before, operation, now).state, state);
}

/** Fills every list beyond its limit. */
function fullState(): StockState {
  let now = start;
  let state = adjusted(newStockState, now, 0, 'count');
  for (let n = 0; n < maxEntries.sales + 5; n++) {
    now += 120_000;
    const expiresAt = new Date(now + 60_000).toISOString();
    const [sold, returned, expired] = [orderId(3 * n), orderId(3 * n + 1), orderId(3 * n + 2)];
    const reserve = (id: string) => ({ kind: 'reserve', orderId: id, quantity: 99, expiresAt }) as const;
    state = operate(state, now, reserve(returned), { kind: 'commit', orderId: returned });
    // Ids of partial returns are the longest.
    const part = { id: `${returned}:refund:1`, quantity: 1 };
    state = operate(state, now, { kind: 'restock', orderId: returned, part }, reserve(expired));
    state = operate(state, now, reserve(sold), { kind: 'commit', orderId: sold });
  }
  const expiresAt = new Date(end + 3_600_000).toISOString();
  for (let n = 0; n < reservations; n++) {
    state = operate(state, end, { kind: 'reserve', orderId: orderId(10_000 + n), quantity: 99, expiresAt });
  }
  return state;
}

function adjusted(state: StockState, now: number, n: number, reason: string): StockState {
  const adjustment = { delta: n % 2 === 0 ? 1_000_000 : -999_999_999, reason };
  return afterAdjustment(state, { commandId: commandId(n), adjustment }, now);
}

const full = fullState();

/** The full state after further adjustments, every second one refused. */
function afterAdjustments(reason: string): StockState {
  let state = full;
  for (let n = 1; n <= maxEntries.movements; n++) state = adjusted(state, end + n * 60_000, n, reason);
  return state;
}

it('is tested with lists that are full', () => {
  const { stock, applied } = afterAdjustments('count');
  expect({
    sales: stock.sales.length,
    returns: stock.returns.length,
    partlyReturned: stock.partlyReturned.length,
    lapsed: stock.lapsed.length,
    movements: stock.movements.length,
    reservations: stock.reservations.length,
    applied: applied.length,
  }).toEqual({ ...maxEntries, reservations, applied: 20 });
});

it('stays below the size of a blob, whatever the reasons of adjustments are', () => {
  const reasons = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
  const check = (reason: string) => {
    const state = afterAdjustments(reason);
    expect(storedLength(state.stock.movements)).toBeLessThanOrEqual(maxMovementChars);
    expect(storedLength(state)).toBeLessThan(maxInlineChars - schedulerChars);
  };
  const examples: [string][] = [['"'.repeat(200)], ['\\'.repeat(200)], ['\u0001'.repeat(200)], ['🙂'.repeat(100)]];
  fc.assert(fc.property(reasons, check), { numRuns: 50, seed: 1, examples });
});
