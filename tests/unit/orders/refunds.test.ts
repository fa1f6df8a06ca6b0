// The rules of refunds over random sequences of requests and ends: no line has more units refunded than were bought, and all refunds
// together are never more than was paid.

import type { Order, RefundEnd } from '../../../src/orders/order';
import { recordRefundEnd } from '../../../src/orders/refund-end';
import {
  isRefundedInFull,
  parcelsRefundedBy,
  refundsOf,
  requestRefund,
  unrefundedAmount,
  unrefundedUnits,
} from '../../../src/orders/refunds';
import { AppError } from '../../../src/shared/http/errors';
import { aLine, anOrder, broughtTo, euros, placedAt } from '../../helpers/order-builders';
import { seededRandom } from '../../helpers/seeded-random';

/** Line totals that cannot be divided by their quantities, as after a discount. */
const lines = [
  { ...aLine('oak', 3, 1250), total: euros(1000) },
  { ...aLine('elm', 7, 300, 'south'), total: euros(101) },
  aLine('fir', 1, 50, 'south'),
];
const total = euros(1151);
const paid = broughtTo('delivered', anOrder({ lines, total }));
const outcomes: RefundEnd['outcome'][] = ['refunded', 'refunded', 'failed', 'refused'];

function aWish(random: () => number, n: number) {
  const pick = (count: number) => Math.floor(random() * count);
  const some = lines.filter(() => pick(2) === 0).map(({ sku, quantity }) => ({ sku, quantity: 1 + pick(quantity) }));
  const isWhole = pick(8) === 0 || some.length === 0;
  return { ...(!isWhole && { lines: some }), restock: pick(2) === 0, reason: `reason ${n}`, at: placedAt };
}

function check(order: Order): void {
  const refunds = refundsOf(order).filter(({ ended }) => ended?.outcome === 'refunded');
  const amount = refunds.reduce((sum, refund) => sum + refund.amount, 0);
  expect(amount).toBeLessThanOrEqual(total.amount);
  expect(unrefundedAmount(order)).toBe(total.amount - amount);
  const left = [...unrefundedUnits(order).values()];
  expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
  // All units, all money: no cent is left over by rounding.
  expect(left.every((units) => units === 0)).toBe(amount === total.amount);
  expect(isRefundedInFull(order)).toBe(order.state === 'refunded');
}

it.each(Array.from({ length: 100 }, (_, seed) => seed))('hold, whatever is asked for and fails (seed %i)', (seed) => {
  const random = seededRandom(seed);
  let order = paid;
  for (let n = 0; n < 30; n++) {
    try {
      order = requestRefund(order, aWish(random, n));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      continue;
    }
    const outcome = outcomes[Math.floor(random() * outcomes.length)] ?? 'refunded';
    order = recordRefundEnd(order, refundsOf(order).length, { at: placedAt, outcome });
    check(order);
  }
});

it('a refund under one key is always for the same units and money', () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seededRandom(seed);
    let order = paid;
    for (let n = 0; n < 30 && order.state !== 'refunded'; n++) {
      try {
        order = requestRefund(order, aWish(random, n));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        continue;
      }
      const outcome = outcomes[Math.floor(random() * outcomes.length)] ?? 'refunded';
      order = recordRefundEnd(order, refundsOf(order).length, { at: placedAt, outcome });
    }
    const contents = new Map<string, string>();
    for (const { actKey, lines: units, amount } of refundsOf(order)) {
      const content = JSON.stringify([[...units].sort((a, b) => (a.sku < b.sku ? -1 : 1)), amount]);
      expect(contents.get(actKey) ?? content).toBe(content);
      contents.set(actKey, content);
    }
  }
});

describe('the parcels that a refund withdraws', () => {
  const captured = broughtTo('captured', anOrder({ lines, total }));
  const withdrawnBy = (order: Order, wanted?: { sku: string; quantity: number }[]) => {
    const asked = requestRefund(order, { restock: true, reason: 'x', at: placedAt, ...(wanted && { lines: wanted }) });
    const [refund] = refundsOf(asked).slice(-1);
    return refund ? parcelsRefundedBy(asked, refund).map(({ warehouse }) => warehouse) : [];
  };
  const elms = { sku: 'elm', quantity: 7 };

  it('are those with nothing else in them', () => {
    expect(withdrawnBy(captured)).toEqual(['north', 'south']);
    expect(withdrawnBy(captured, [elms])).toEqual([]);
    expect(withdrawnBy(captured, [elms, { sku: 'fir', quantity: 1 }])).toEqual(['south']);
  });

  it('count what was refunded before', () => {
    const before = recordRefundEnd(
      requestRefund(captured, { lines: [elms], restock: true, reason: 'x', at: placedAt }),
      1,
      { at: placedAt, outcome: 'refunded' },
    );
    expect(withdrawnBy(before, [{ sku: 'fir', quantity: 1 }])).toEqual(['south']);
  });

  it('are not those that are on their way, or were withdrawn before', () => {
    const sent = { ...captured, shipments: [{ shipmentId: 's', warehouse: 'north', state: 'dispatched' as const }] };
    expect(withdrawnBy(sent)).toEqual(['south']);
    expect(withdrawnBy({ ...sent, withdrawn: ['south'] })).toEqual([]);
  });
});
