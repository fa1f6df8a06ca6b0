// Property tests of the cart rules; a failure prints the smallest case and its seed.

import fc from 'fast-check';
import { applyToCart, type Cart, type CartCommand, cartLimits, emptyCart } from '../../../src/carts/cart';
import { afterOperation, newCartState, resultOf } from '../../../src/carts/cart-state';
import { priceCart } from '../../../src/carts/priced-cart';
import type { Line } from '../../../src/shared/contracts';
import { aCommand, aSku, manyLines, someLines } from '../../helpers/cart-arbitraries';

const runs = { numRuns: 500 };
const now = Date.UTC(2026, 0, 1);

/** Refused commands leave the cart unchanged. */
function cartAfter(commands: CartCommand[], from: Cart = emptyCart): Cart {
  return commands.reduce((cart, command) => {
    const result = applyToCart(cart, command, now);
    return result.ok ? result.value : cart;
  }, from);
}

/** The content of a cart, independent of the order of its lines. */
function contents(lines: Line[]): Record<string, number> {
  return Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]).sort());
}

const merge = (lines: Line[]): CartCommand => ({ kind: 'merge', lines });
const aCart = fc.array(aCommand, { maxLength: 12 }).map((commands) => cartAfter(commands));

it('keeps every line within 1 to 99 units, no product twice, and at most a hundred lines', () => {
  fc.assert(
    fc.property(fc.array(aCommand, { maxLength: 30 }), (commands) => {
      const { lines } = cartAfter(commands);
      expect(lines.length).toBeLessThanOrEqual(cartLimits.maxLines);
      expect(new Set(lines.map(({ sku }) => sku)).size).toBe(lines.length);
      for (const { quantity } of lines) {
        expect(Number.isInteger(quantity) && quantity >= 1 && quantity <= cartLimits.maxQuantity).toBe(true);
      }
    }),
    runs,
  );
});

const refusals = /^(CART\.LINE_LIMIT|CART\.LINE_NOT_FOUND|CART\.MOVED|REQUEST\.PRECONDITION_FAILED)$/;
/** Commands that change nothing when they have been carried out before. */
const onceOnly: ReadonlySet<string> = new Set(['checkout', 'giveBack', 'move', 'moved']);

it('grows its version by one with each accepted command that has something to do, and changes nothing with a refused one', () => {
  fc.assert(
    fc.property(aCart, aCommand, (cart, command) => {
      const before = structuredClone(cart);
      const result = applyToCart(cart, command, now);
      expect(cart).toEqual(before);
      if (!result.ok) expect(result.code).toMatch(refusals);
      else if (!onceOnly.has(command.kind)) expect(result.value.version).toBe(cart.version + 1);
      else expect([cart.version, cart.version + 1]).toContain(result.value.version);
    }),
    runs,
  );
});

it('never has a negative total, and its total is the sum of its lines', () => {
  const prices = fc.dictionary(aSku, fc.nat({ max: 10_000_000 }), { minKeys: 1 });
  fc.assert(
    fc.property(aCart, prices, ({ lines, version, filledAt, touchedAt }, amounts) => {
      const products = Object.entries(amounts).map(([sku, amount]) => ({
        sku,
        name: sku,
        price: { amount, currency: 'EUR' },
        warehouse: 'north',
      }));
      const priced = priceCart({ lines, version, filledAt, touchedAt }, products, 'EUR');
      expect(priced.total.amount).toBeGreaterThanOrEqual(0);
      expect(priced.total.amount).toBe(priced.lines.reduce((sum, { total }) => sum + total.amount, 0));
      const known = lines.filter(({ sku }) => sku in amounts);
      expect(priced.units).toBe(known.reduce((units, { quantity }) => units + quantity, 0));
      expect(priced.lines.length + (priced.unavailable?.length ?? 0)).toBe(lines.length);
    }),
    runs,
  );
});

it('has the same content after additions in any order, if none is refused', () => {
  const additions = fc.array(fc.record({ sku: aSku, quantity: fc.integer({ min: 1, max: 9 }) }), { maxLength: 10 });
  const shuffled = additions.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      const added = (lines: Line[]) => cartAfter(lines.map((line) => ({ kind: 'add', ...line })));
      expect(contents(added(other).lines)).toEqual(contents(added(one).lines));
    }),
    runs,
  );
});

describe('merging', () => {
  it('twice is merging once', () => {
    fc.assert(
      fc.property(aCart, fc.oneof(someLines, manyLines), (cart, lines) => {
        const once = cartAfter([merge(lines)], cart);
        expect(cartAfter([merge(lines)], once).lines).toEqual(once.lines);
      }),
      runs,
    );
  });

  it('takes the larger quantity of each product, whichever cart comes first', () => {
    fc.assert(
      fc.property(someLines, someLines, (one, other) => {
        const [there, here] = [cartAfter([merge(one), merge(other)]), cartAfter([merge(other), merge(one)])];
        const quantities = [contents(one), contents(other)] as const;
        const skus = [...new Set([...one, ...other].map(({ sku }) => sku))].sort();
        const larger = skus.map((sku) => [sku, Math.max(quantities[0][sku] ?? 0, quantities[1][sku] ?? 0)]);
        expect(contents(there.lines)).toEqual(Object.fromEntries(larger));
        expect(contents(here.lines)).toEqual(contents(there.lines));
      }),
      runs,
    );
  });

  it('removes nothing, even if not everything fits', () => {
    fc.assert(
      fc.property(aCart, manyLines, (cart, lines) => {
        const merged = contents(cartAfter([merge(lines)], cart).lines);
        for (const { sku, quantity } of cart.lines) expect(merged[sku]).toBeGreaterThanOrEqual(quantity);
      }),
      runs,
    );
  });
});

it('applies each operation once, however often and at whatever point it is repeated', () => {
  const sent = fc
    .array(aCommand, { minLength: 1, maxLength: 10 })
    .chain((commands) =>
      fc.tuple(fc.constant(commands), fc.array(fc.nat({ max: commands.length - 1 }), { maxLength: 20 })),
    );
  fc.assert(
    fc.property(sent, ([commands, repetitions]) => {
      const operations = commands.map((command, n) => ({ commandId: `c${n}`, command }));
      // Operations are first sent in order; repetitions that are due follow each of them.
      const order = operations.flatMap((operation, n) => [
        operation,
        ...repetitions.filter((index) => index <= n).flatMap((index) => operations[index] ?? []),
      ]);
      const apply = (all: typeof operations) =>
        all.reduce((state, operation) => afterOperation(state, operation, now), newCartState);
      expect(apply(order)).toEqual(apply(operations));
      expect(apply(operations).cart).toEqual(cartAfter(commands));
      for (const operation of operations) expect(resultOf(apply(order), operation)).toBeDefined();
    }),
    runs,
  );
});
