// fast-check arbitraries for carts and commands: few products, so that commands interact, and quantities beyond the limits.

import fc from 'fast-check';
import type { CartCommand } from '../../src/carts/cart';
import type { Line } from '../../src/shared/contracts';

export const aSku = fc.constantFrom('ash', 'elm', 'fir', 'oak');
const aQuantity = fc.integer({ min: 1, max: 99 });
/** Valid cart lines: each product at most once. */
export const someLines: fc.Arbitrary<Line[]> = fc.uniqueArray(fc.record({ sku: aSku, quantity: aQuantity }), {
  selector: ({ sku }) => sku,
});
/** A hundred lines and more, each with a different product. */
export const manyLines: fc.Arbitrary<Line[]> = fc
  .integer({ min: 90, max: 110 })
  .map((count) => Array.from({ length: count }, (_, n) => ({ sku: `many-${n}`, quantity: 1 + (n % 99) })));

const anOrderId = fc.constantFrom('ord_1', 'ord_2');
const anyQuantity = fc.integer({ min: -2, max: 120 });
export const aCommand: fc.Arbitrary<CartCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), sku: aSku, quantity: anyQuantity }) },
  fc.record({ kind: fc.constant('set' as const), sku: aSku, quantity: anyQuantity }),
  fc.record({ kind: fc.constant('remove' as const), sku: aSku }),
  fc.record({ kind: fc.constant('clear' as const) }),
  fc.record({ kind: fc.constant('merge' as const), lines: fc.oneof(someLines, manyLines) }),
  fc.record({ kind: fc.constant('checkout' as const), lines: someLines }),
  fc.record({
    kind: fc.constant('checkout' as const),
    lines: someLines,
    orderId: anOrderId,
    onlyIfVersion: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('giveBack' as const), orderId: anOrderId }),
  fc.record({ kind: fc.constant('move' as const), to: fc.constant('cus_account') }),
  fc.record({ kind: fc.constant('moved' as const), to: fc.constant('cus_account') }),
  fc.record({
    kind: fc.constant('add' as const),
    sku: aSku,
    quantity: aQuantity,
    onlyIfVersion: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
  }),
);
