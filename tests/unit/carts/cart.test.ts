// All cart rules with their edge cases.

import { applyToCart, type Cart, type CartCommand, cartLimits } from '../../../src/carts/cart';
import { checkoutFor, lastCheckout } from '../../../src/carts/checkouts';
import type { Line } from '../../../src/shared/contracts';

const now = Date.parse('2026-03-01T12:00:00Z');

function aCart(quantities: Record<string, number> = {}, version = 7): Cart {
  return withLines(
    Object.entries(quantities).map(([sku, quantity]) => ({ sku, quantity })),
    version,
  );
}

function withLines(lines: Line[], version = 7): Cart {
  return { lines, version, filledAt: 1, touchedAt: '2026-02-01T00:00:00.000Z' };
}

function linesOf(count: number): Line[] {
  return Array.from({ length: count }, (_, n) => ({ sku: `sku-${n}`, quantity: 1 }));
}

function quantitiesAfter(cart: Cart, command: CartCommand): Record<string, number> {
  return Object.fromEntries(applied(cart, command).lines.map(({ sku, quantity }) => [sku, quantity]));
}

function applied(cart: Cart, command: CartCommand): Cart {
  const result = applyToCart(cart, command, now);
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.value;
}

function refusalOf(cart: Cart, command: CartCommand): string {
  const result = applyToCart(cart, command, now);
  return result.ok ? 'accepted' : result.code;
}

describe('what a command makes of a cart', () => {
  const oak = { kind: 'add', sku: 'oak', quantity: 2 } as const;
  const cases: [string, Record<string, number>, CartCommand, Record<string, number>][] = [
    ['add makes a line', {}, oak, { oak: 2 }],
    ['add adds to a line', { oak: 3, elm: 1 }, oak, { oak: 5, elm: 1 }],
    ['add fills a line up', { oak: 97 }, oak, { oak: 99 }],
    ['set makes a line', { elm: 1 }, { kind: 'set', sku: 'oak', quantity: 4 }, { elm: 1, oak: 4 }],
    ['set replaces a quantity', { oak: 90 }, { kind: 'set', sku: 'oak', quantity: 4 }, { oak: 4 }],
    ['set takes the largest quantity', { oak: 1 }, { kind: 'set', sku: 'oak', quantity: 99 }, { oak: 99 }],
    ['remove takes the line out', { oak: 3, elm: 1 }, { kind: 'remove', sku: 'oak' }, { elm: 1 }],
    ['clear takes all lines out', { oak: 3, elm: 1 }, { kind: 'clear' }, {}],
    ['clear accepts an empty cart', {}, { kind: 'clear' }, {}],
    [
      'merge takes the larger quantity of each product',
      { oak: 3, elm: 1 },
      {
        kind: 'merge',
        lines: [
          { sku: 'elm', quantity: 5 },
          { sku: 'oak', quantity: 2 },
          { sku: 'ash', quantity: 1 },
        ],
      },
      { oak: 3, elm: 5, ash: 1 },
    ],
    [
      'merge leaves out what breaks a rule',
      { oak: 3 },
      { kind: 'merge', lines: [{ sku: 'oak', quantity: 100 }] },
      { oak: 3 },
    ],
    [
      'checkout takes out what was ordered and leaves what was added since',
      { oak: 5, elm: 1, ash: 2 },
      {
        kind: 'checkout',
        lines: [
          { sku: 'oak', quantity: 3 },
          { sku: 'elm', quantity: 1 },
        ],
      },
      { oak: 2, ash: 2 },
    ],
    [
      'checkout passes over lines that are smaller or gone meanwhile',
      { oak: 1 },
      {
        kind: 'checkout',
        lines: [
          { sku: 'oak', quantity: 3 },
          { sku: 'elm', quantity: 1 },
        ],
      },
      {},
    ],
  ];

  it.each(cases)('%s', (_name, before, command, after) => {
    expect(quantitiesAfter(aCart(before), command)).toEqual(after);
  });

  it('keeps the order in which lines came', () => {
    const result = applyToCart(aCart({ oak: 1, elm: 1, ash: 1 }), { kind: 'add', sku: 'oak', quantity: 1 }, now);
    expect(result.ok && result.value.lines.map(({ sku }) => sku)).toEqual(['oak', 'elm', 'ash']);
  });

  it('increments the version and does not modify the given cart', () => {
    const before = aCart({ oak: 1 }, 41);
    const result = applyToCart(before, { kind: 'add', sku: 'oak', quantity: 1 }, now);
    expect(result.ok && result.value.version).toBe(42);
    expect(before).toEqual(aCart({ oak: 1 }, 41));
  });

  it('records when it was changed, and the version at which the cart session began', () => {
    const cleared = applied(aCart({ oak: 1 }, 41), { kind: 'clear' });
    expect(cleared).toMatchObject({ version: 42, filledAt: 1, touchedAt: '2026-03-01T12:00:00.000Z' });
    const filled = applied(cleared, oak);
    expect(filled).toMatchObject({ version: 43, filledAt: 43 });
    expect(applied(filled, oak)).toMatchObject({ version: 44, filledAt: 43 });
  });
});

describe('what a cart refuses', () => {
  const refusals: [string, Record<string, number>, CartCommand, string][] = [
    ['the hundredth unit by add', { oak: 98 }, { kind: 'add', sku: 'oak', quantity: 2 }, 'CART.LINE_LIMIT'],
    ['the hundredth unit by set', {}, { kind: 'set', sku: 'oak', quantity: 100 }, 'CART.LINE_LIMIT'],
    ['no unit', {}, { kind: 'set', sku: 'oak', quantity: 0 }, 'CART.LINE_LIMIT'],
    ['taking units away by add', { oak: 1 }, { kind: 'add', sku: 'oak', quantity: -1 }, 'CART.LINE_LIMIT'],
    ['a part of a unit', {}, { kind: 'add', sku: 'oak', quantity: 1.5 }, 'CART.LINE_LIMIT'],
    ['what is no number', {}, { kind: 'add', sku: 'oak', quantity: Number.NaN }, 'CART.LINE_LIMIT'],
    ['removing a line it has not', { oak: 1 }, { kind: 'remove', sku: 'elm' }, 'CART.LINE_NOT_FOUND'],
  ];

  it.each(refusals)('%s', (_name, before, command, code) => {
    expect(refusalOf(aCart(before), command)).toBe(code);
  });

  it('more than a hundred lines, while existing lines may still grow', () => {
    const full = withLines(linesOf(cartLimits.maxLines));
    expect(refusalOf(full, { kind: 'add', sku: 'new', quantity: 1 })).toBe('CART.LINE_LIMIT');
    expect(refusalOf(full, { kind: 'add', sku: 'sku-0', quantity: 1 })).toBe('accepted');
    const almost = withLines(linesOf(cartLimits.maxLines - 1));
    expect(refusalOf(almost, { kind: 'add', sku: 'new', quantity: 1 })).toBe('accepted');
  });

  it('no merge as a whole: lines beyond the hundredth are omitted', () => {
    const cart = withLines(linesOf(99));
    const result = quantitiesAfter(cart, {
      kind: 'merge',
      lines: [
        { sku: 'fits', quantity: 1 },
        { sku: 'too-many', quantity: 1 },
        { sku: 'sku-3', quantity: 9 },
      ],
    });
    expect(Object.keys(result)).toHaveLength(100);
    expect(result).toMatchObject({ fits: 1, 'sku-3': 9 });
  });
});

describe('commands for a certain version', () => {
  const command: CartCommand = { kind: 'clear', onlyIfVersion: [3, 7] };

  it('are applied to that version', () => {
    expect(refusalOf(aCart({}, 7), command)).toBe('accepted');
  });

  it('are refused by any other', () => {
    expect(refusalOf(aCart({}, 8), command)).toBe('REQUEST.PRECONDITION_FAILED');
    expect(refusalOf(aCart({}, 8), { kind: 'clear', onlyIfVersion: [] })).toBe('REQUEST.PRECONDITION_FAILED');
  });
});

describe('checking a cart out for an order', () => {
  const oak = { sku: 'oak', quantity: 2 };
  const checkOut = (orderId: string, version: number, lines = [oak]): CartCommand => ({
    kind: 'checkout',
    orderId,
    lines,
    onlyIfVersion: [version],
  });
  const taken = applied(aCart({ oak: 2 }), checkOut('ord_1', 7));

  it('takes the lines and remembers whose they are', () => {
    expect(taken).toMatchObject({ lines: [], version: 8 });
    expect(checkoutFor(taken, 'ord_1')).toEqual({
      orderId: 'ord_1',
      version: 7,
      at: new Date(now).toISOString(),
      lines: [oak],
    });
    expect(lastCheckout(taken)?.orderId).toBe('ord_1');
  });

  it('takes them once: a second order that priced the same version gets nothing', () => {
    expect(refusalOf(taken, checkOut('ord_2', 7))).toBe('REQUEST.PRECONDITION_FAILED');
  });

  it('takes nothing more when it is repeated for the same order, whatever became of the cart since', () => {
    const later = applied(taken, { kind: 'add', sku: 'elm', quantity: 1 });
    expect(applied(later, checkOut('ord_1', 9))).toEqual(later);
  });

  it('renews the claim of its order by a repetition, and keeps the lines from a sweep that came later', () => {
    const renewed = applyToCart(taken, checkOut('ord_1', 7), now + 60_000);
    if (!renewed.ok) throw new Error(renewed.code);
    const sweep = (before: number): CartCommand => ({
      kind: 'giveBack',
      orderId: 'ord_1',
      ifBefore: new Date(before).toISOString(),
    });
    expect(applied(renewed.value, sweep(now + 30_000))).toBe(renewed.value);
    expect(applied(taken, sweep(now + 30_000)).lines).toEqual([oak]);
  });

  it('is not what emptied the cart once somebody has changed it again', () => {
    const cleared = applied(applied(taken, { kind: 'add', sku: 'elm', quantity: 1 }), { kind: 'clear' });
    expect(lastCheckout(cleared)).toBeUndefined();
  });

  it('gives the lines back once, on top of what came meanwhile', () => {
    const meanwhile = applied(taken, { kind: 'add', sku: 'oak', quantity: 1 });
    const back = applied(meanwhile, { kind: 'giveBack', orderId: 'ord_1' });
    expect(back).toMatchObject({ lines: [{ sku: 'oak', quantity: 3 }], version: 10, checkouts: [] });
    expect(applied(back, { kind: 'giveBack', orderId: 'ord_1' })).toBe(back);
  });

  it('takes nothing more for an order that has ended, however late its checkout is repeated', () => {
    const back = applied(taken, { kind: 'giveBack', orderId: 'ord_1' });
    expect(refusalOf(back, checkOut('ord_1', back.version))).toBe('REQUEST.PRECONDITION_FAILED');
    expect(applied(back, checkOut('ord_2', back.version)).lines).toEqual([]);
    const unclaimed: CartCommand = { kind: 'giveBack', orderId: 'ord_1', ifBefore: new Date(now + 1).toISOString() };
    const again = applied(taken, unclaimed);
    expect(applied(again, checkOut('ord_1', again.version)).lines).toEqual([]);
  });

  it('gives back what fits: 99 units a line', () => {
    const meanwhile = applied(taken, { kind: 'set', sku: 'oak', quantity: 98 });
    expect(applied(meanwhile, { kind: 'giveBack', orderId: 'ord_1' }).lines).toEqual([{ sku: 'oak', quantity: 99 }]);
  });

  it('remembers the last 200 orders, and the lines of 20; older lines come back as their order tells them', () => {
    let cart = aCart({}, 1);
    for (let n = 0; n < 210; n++) {
      cart = applied(cart, { kind: 'set', sku: 'oak', quantity: 2 });
      cart = applied(cart, checkOut(`ord_${n}`, cart.version));
    }
    expect(cart.checkouts).toHaveLength(200);
    expect(cart.checkouts?.filter(({ lines }) => lines)).toHaveLength(20);
    const back = applied(cart, { kind: 'giveBack', orderId: 'ord_50', lines: [oak] });
    expect(back.lines).toEqual([oak]);
  });

  it('is refused while the cart moves into an account, and open again once it has', () => {
    const moving = applied(aCart({ oak: 2 }), { kind: 'move', to: 'cus_account', onlyIfVersion: [7] });
    expect(moving).toEqual({ ...aCart({ oak: 2 }), movingTo: 'cus_account' });
    expect(refusalOf(moving, checkOut('ord_1', 7))).toBe('CART.MOVED');
    const moved = applied(moving, { kind: 'moved', to: 'cus_account', onlyIfVersion: [7] });
    expect(moved).toMatchObject({ lines: [], movedTo: 'cus_account' });
    expect(moved).not.toHaveProperty('movingTo');
    const filled = applied(moved, { kind: 'add', sku: 'oak', quantity: 2 });
    expect(applied(filled, checkOut('ord_2', 9)).lines).toEqual([]);
  });
});
