// Random operations in any order, with repetitions and late messages: no unit is created, lost or reserved twice.

import { availableUnits, noStock, reservedUnits, type Stock } from '../../../src/stock/stock';
import { applyToStock, type StockOperation, type StockResult } from '../../../src/stock/stock-operations';
import { seededRandom } from '../../helpers/seeded-random';

const orders = ['a', 'b', 'c', 'd', 'e', 'f'];

interface Run {
  stock: Stock;
  received: number;
  /** Units that each order holds now, according to its results. */
  bought: Map<string, number>;
}

function anOperation(random: () => number, now: number): StockOperation {
  const pick = (count: number) => Math.floor(random() * count);
  const orderId = orders[pick(orders.length)] ?? 'a';
  switch (pick(6)) {
    case 0:
      return { kind: 'adjust', delta: pick(13) - 4, reason: 'count' };
    case 1:
    case 2:
      return { kind: 'reserve', orderId, quantity: 1 + pick(5), expiresAt: new Date(now + pick(60_000)).toISOString() };
    case 3:
      return { kind: 'release', orderId };
    case 4:
      return { kind: 'commit', orderId };
    default:
      if (pick(2) === 0) return { kind: 'restock', orderId };
      return { kind: 'restock', orderId, part: { id: `${orderId}:${pick(4)}`, quantity: 1 + pick(3) } };
  }
}

/** The expected stock, computed from the results only. */
function note(run: Run, operation: StockOperation, result: StockResult): void {
  if (!result.ok) return;
  const { quantity } = result.value;
  if (operation.kind === 'adjust') run.received += quantity;
  if (operation.kind === 'commit') run.bought.set(operation.orderId, quantity);
  if (operation.kind === 'restock') {
    const left = (run.bought.get(operation.orderId) ?? 0) - quantity;
    if (left > 0) run.bought.set(operation.orderId, left);
    else run.bought.delete(operation.orderId);
  }
}

function step(run: Run, operation: StockOperation, now: number): StockResult {
  const { stock, result } = applyToStock(run.stock, operation, now);
  run.stock = stock;
  note(run, operation, result);
  return result;
}

function faultsOf({ stock, received, bought }: Run, now: number): string[] {
  const boughtUnits = [...bought.values()].reduce((units, quantity) => units + quantity, 0);
  const checks: [string, boolean][] = [
    ['onHand + sold = received', stock.onHand + stock.sold === received],
    ['sold is what the orders were told', stock.sold === boughtUnits],
    [
      'nothing below zero',
      Math.min(stock.onHand, stock.sold, reservedUnits(stock, now), availableUnits(stock, now)) >= 0,
    ],
    [
      'an order holds its units once',
      new Set(stock.reservations.map(({ orderId }) => orderId)).size === stock.reservations.length,
    ],
    ['no order both holds and has bought', stock.reservations.every(({ orderId }) => !bought.has(orderId))],
  ];
  return checks.filter(([, holds]) => !holds).map(([name]) => name);
}

describe('a stock under random operations', () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))('stays consistent (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const run: Run = { stock: noStock, received: 0, bought: new Map() };
    let now = Date.parse('2026-03-01T10:00:00Z');
    for (let n = 0; n < 150; n++) {
      now += Math.floor(random() * 20_000);
      const operation = anOperation(random, now);
      const result = step(run, operation, now);
      expect([n, operation, ...faultsOf(run, now)]).toEqual([n, operation]);
      if (operation.kind === 'adjust' || operation.kind === 'restock' || random() < 0.7) continue;
      const before = run.stock;
      const again = step(run, operation, now);
      expect({ onHand: run.stock.onHand, sold: run.stock.sold }).toEqual({ onHand: before.onHand, sold: before.sold });
      if (operation.kind !== 'release' && result.ok) expect(again).toEqual(result);
      expect(faultsOf(run, now)).toEqual([]);
    }
  });

  it('sees every operation accepted, and refused if possible', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const random = seededRandom(seed);
      const run: Run = { stock: noStock, received: 0, bought: new Map() };
      let now = Date.parse('2026-03-01T10:00:00Z');
      for (let n = 0; n < 150; n++) {
        now += Math.floor(random() * 20_000);
        const operation = anOperation(random, now);
        const result = step(run, operation, now);
        seen.add(
          `${operation.kind} ${result.ok ? (result.value.quantity === 0 ? 'of nothing' : 'done') : result.code}`,
        );
      }
    }
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([
        'adjust STOCK.SHORT',
        'adjust done',
        'commit STOCK.NOT_RESERVED',
        'commit done',
        'release done',
        'release of nothing',
        'reserve STOCK.SHORT',
        'reserve done',
        'restock done',
        'restock of nothing',
      ]),
    );
  });
});
