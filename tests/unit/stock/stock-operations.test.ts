// All stock operations: what they change, and their effect when repeated or late.

import { availableUnits, maxEntries, noStock, reservedUnits, type Stock } from '../../../src/stock/stock';
import { applyToStock, type StockOperation } from '../../../src/stock/stock-operations';

const start = Date.parse('2026-03-01T10:00:00Z');
const hour = 3_600_000;

const reserve = (orderId: string, quantity: number, expiresAt = new Date(start + hour).toISOString()) =>
  ({ kind: 'reserve', orderId, quantity, expiresAt }) as const;
const release = (orderId: string) => ({ kind: 'release', orderId }) as const;
const commit = (orderId: string) => ({ kind: 'commit', orderId }) as const;
const restock = (orderId: string, soldQuantity?: number) => ({ kind: 'restock', orderId, soldQuantity }) as const;
const part = (orderId: string, id: string, quantity: number, soldQuantity?: number) =>
  ({ kind: 'restock', orderId, soldQuantity, part: { id, quantity } }) as const;
const adjust = (delta: number, reason = 'delivery') => ({ kind: 'adjust', delta, reason }) as const;

/** Applies operations in order and returns the last result. */
function having(stock: Stock, operations: StockOperation[], now = start) {
  let outcome = { stock, answer: '' };
  for (const operation of operations) {
    const { stock: next, result } = applyToStock(outcome.stock, operation, now);
    outcome = { stock: next, answer: result.ok ? `${result.value.quantity}` : result.code };
  }
  return outcome;
}

/** `onHand/reserved/available/sold` and the last result. */
function summary(operations: StockOperation[], now = start, before = noStock): string {
  const { stock, answer } = having(before, operations, now);
  const { onHand, sold } = stock;
  return `${onHand}/${reservedUnits(stock, now)}/${availableUnits(stock, now)}/${sold} ${answer}`;
}

describe('the effect of operations on a stock (onHand/reserved/available/sold and the result)', () => {
  const ten = adjust(10);
  const cases: [string, StockOperation[], string][] = [
    ['units come in', [ten], '10/0/10/0 10'],
    ['units go out otherwise than by a sale', [ten, adjust(-4)], '6/0/6/0 -4'],
    ['all units go out', [ten, adjust(-10)], '0/0/0/0 -10'],
    ['more than there are cannot go out', [ten, adjust(-11)], '10/0/10/0 STOCK.SHORT'],
    ['what is reserved cannot go out', [ten, reserve('a', 8), adjust(-3)], '10/8/2/0 STOCK.SHORT'],
    ['units are reserved', [ten, reserve('a', 3)], '10/3/7/0 3'],
    ['the last unit is reserved', [ten, reserve('a', 9), reserve('b', 1)], '10/10/0/0 1'],
    ['more than there are cannot be reserved', [ten, reserve('a', 11)], '10/0/10/0 STOCK.SHORT'],
    ['more than is left cannot be reserved', [ten, reserve('a', 9), reserve('b', 2)], '10/9/1/0 STOCK.SHORT'],
    ['nothing can be reserved of nothing', [reserve('a', 1)], '0/0/0/0 STOCK.SHORT'],
    ['a reservation that comes twice counts once', [ten, reserve('a', 3), reserve('a', 3)], '10/3/7/0 3'],
    ['a second reservation of an order gets what the first got', [ten, reserve('a', 3), reserve('a', 5)], '10/3/7/0 3'],
    ['a refused reservation may succeed later', [reserve('a', 3), ten, reserve('a', 3)], '10/3/7/0 3'],
    ['a reservation is given back', [ten, reserve('a', 3), release('a')], '10/0/10/0 3'],
    ['giving back twice counts once', [ten, reserve('a', 3), release('a'), release('a')], '10/0/10/0 0'],
    ['giving back what was not reserved does nothing', [ten, release('a')], '10/0/10/0 0'],
    ['reserving again after giving back', [ten, reserve('a', 3), release('a'), reserve('a', 4)], '10/4/6/0 4'],
    ['a reservation becomes a sale', [ten, reserve('a', 3), commit('a')], '7/0/7/3 3'],
    ['a sale that comes twice counts once', [ten, reserve('a', 3), commit('a'), commit('a')], '7/0/7/3 3'],
    ['selling what was not reserved is refused', [ten, commit('a')], '10/0/10/0 STOCK.NOT_RESERVED'],
    [
      'selling released units is refused',
      [ten, reserve('a', 3), release('a'), commit('a')],
      '10/0/10/0 STOCK.NOT_RESERVED',
    ],
    ['a sale cannot be given back by a release', [ten, reserve('a', 3), commit('a'), release('a')], '7/0/7/3 0'],
    ['an order that has its units reserves no more', [ten, reserve('a', 3), commit('a'), reserve('a', 3)], '7/0/7/3 3'],
    ['a sale is taken back', [ten, reserve('a', 3), commit('a'), restock('a')], '10/0/10/0 3'],
    ['taking back twice counts once', [ten, reserve('a', 3), commit('a'), restock('a'), restock('a')], '10/0/10/0 0'],
    ['a part of a sale is taken back', [ten, reserve('a', 3), commit('a'), part('a', 'a:1', 2)], '9/0/9/1 2'],
    [
      'a part is taken back once',
      [ten, reserve('a', 3), commit('a'), part('a', 'a:1', 1), part('a', 'a:1', 1)],
      '8/0/8/2 0',
    ],
    [
      'parts together are never more than the sale',
      [ten, reserve('a', 3), commit('a'), part('a', 'a:1', 2), part('a', 'a:2', 2)],
      '10/0/10/0 1',
    ],
    [
      'after a part the rest is taken back, and no more',
      [
        ten,
        reserve('a', 3),
        commit('a'),
        part('a', 'a:1', 2),
        restock('a', 3),
        restock('a', 3),
        part('a', 'a:2', 1, 3),
      ],
      '10/0/10/0 0',
    ],
    ['taking back what was not sold does nothing', [ten, reserve('a', 3), restock('a')], '10/3/7/0 0'],
    [
      'restocked units cannot be sold again by the same order unless it reserves again',
      [ten, reserve('a', 3), commit('a'), restock('a'), commit('a')],
      '10/0/10/0 STOCK.NOT_RESERVED',
    ],
  ];

  it.each(cases)('%s', (_name, operations, expected) => {
    expect(summary(operations)).toBe(expected);
  });
});

describe('reservations that expire', () => {
  const reserved = having(noStock, [adjust(10), reserve('a', 8)]).stock;
  const end = start + hour;

  it('keep their units until that moment and not longer', () => {
    expect(availableUnits(reserved, end - 1)).toBe(2);
    expect(availableUnits(reserved, end)).toBe(10);
  });

  it('let others have the units', () => {
    expect(summary([reserve('b', 9)], end - 1, reserved)).toBe('10/8/2/0 STOCK.SHORT');
    expect(summary([reserve('b', 9, new Date(end + hour).toISOString())], end, reserved)).toBe('10/9/1/0 9');
  });

  it('still become a sale while the units are there', () => {
    expect(summary([commit('a')], end, reserved)).toBe('2/0/2/8 8');
    expect(summary([commit('a'), commit('a')], end, reserved)).toBe('2/0/2/8 8');
  });

  it('cannot become a sale once others have the units', () => {
    const late = new Date(end + hour).toISOString();
    expect(summary([reserve('b', 3, late), commit('a')], end, reserved)).toBe('10/3/7/0 STOCK.NOT_RESERVED');
    expect(summary([reserve('b', 2, late), commit('a')], end, reserved)).toBe('2/2/0/8 8');
  });

  it('cannot become a sale once they are released', () => {
    expect(summary([release('a'), commit('a')], end, reserved)).toBe('10/0/10/0 STOCK.NOT_RESERVED');
  });

  it('are replaced by another reservation of the order', () => {
    const late = new Date(end + hour).toISOString();
    expect(summary([reserve('a', 4, late)], end, reserved)).toBe('10/4/6/0 4');
    expect(summary([reserve('a', 4, late), commit('a')], end, reserved)).toBe('6/0/6/4 4');
  });

  it('last until the later expiry if they are repeated in time', () => {
    const longer = having(reserved, [reserve('a', 8, new Date(end + hour).toISOString())], end - 1).stock;
    expect(availableUnits(longer, end + hour - 1)).toBe(2);
    const notShorter = having(longer, [reserve('a', 8)], end).stock;
    expect(availableUnits(notShorter, end + hour - 1)).toBe(2);
  });
});

describe('the bounds of the lists', () => {
  it('keep the latest movements, with their order or reason', () => {
    const operations = Array.from({ length: maxEntries.movements + 5 }, (_, n) => adjust(1, `delivery ${n}`));
    const { stock } = having(noStock, [...operations, reserve('a', 2)]);
    expect(stock.movements).toHaveLength(maxEntries.movements);
    expect(stock.movements.slice(-2)).toEqual([
      { at: '2026-03-01T10:00:00.000Z', kind: 'adjust', quantity: 1, reason: `delivery ${maxEntries.movements + 4}` },
      { at: '2026-03-01T10:00:00.000Z', kind: 'reserve', quantity: 2, orderId: 'a' },
    ]);
  });

  it('keep the latest sales: an older one is not restocked, and the sums stay correct', () => {
    const sell = (n: number) => [reserve(`o${n}`, 1), commit(`o${n}`)];
    const sales = Array.from({ length: maxEntries.sales + 1 }, (_, n) => sell(n)).flat();
    const { stock } = having(noStock, [adjust(1_000), ...sales]);
    expect(having(stock, [restock('o0')]).answer).toBe('0');
    expect(having(stock, [restock('o1')]).answer).toBe('1');
    expect(stock.onHand + stock.sold).toBe(1_000);
  });

  it('keep the latest sales: an older one is restocked once if the number of units is given', () => {
    const sell = (n: number) => [reserve(`o${n}`, 2), commit(`o${n}`)];
    const sales = Array.from({ length: maxEntries.sales + 1 }, (_, n) => sell(n)).flat();
    const sold = sales.length;
    const { stock } = having(noStock, [adjust(sold), ...sales]);
    const once = having(stock, [restock('o0', 2)]);
    expect([once.answer, once.stock.onHand, once.stock.sold]).toEqual(['2', 2, sold - 2]);
    expect(having(once.stock, [restock('o0', 2)])).toEqual({ answer: '0', stock: once.stock });
  });

  it('return an older sale in parts, and no more than its units', () => {
    const sell = (n: number) => [reserve(`o${n}`, 2), commit(`o${n}`)];
    const sales = Array.from({ length: maxEntries.sales + 1 }, (_, n) => sell(n)).flat();
    const { stock } = having(noStock, [adjust(2 * (maxEntries.sales + 1)), ...sales]);
    const parts = [part('o0', 'o0:1', 1, 2), part('o0', 'o0:2', 2, 2)];
    expect(parts.map((_, n) => having(stock, parts.slice(0, n + 1)).answer)).toEqual(['1', '1']);
    expect(having(stock, [...parts, restock('o0', 2)])).toMatchObject({
      answer: '0',
      stock: { onHand: 2, sold: 2 * maxEntries.sales },
    });
  });

  it('never restock more units than were sold', () => {
    expect(having(noStock, [adjust(5), restock('a', 3)])).toMatchObject({ answer: '0', stock: { onHand: 5, sold: 0 } });
  });

  it('keep the state of a busy product below a task hub’s limit for inline storage', () => {
    const id = (n: number) => `ord_${String(n).padStart(26, '0')}`;
    const sales = Array.from({ length: 2_000 }, (_, n) => [reserve(id(n), 1), commit(id(n))]).flat();
    const returns = Array.from({ length: 300 }, (_, n) => part(id(n), `${id(n)}:refund:1`, 1, 1));
    const { stock } = having(noStock, [adjust(10_000), ...sales, ...returns]);
    expect(JSON.stringify(stock).length).toBeLessThan(45 * 1024);
  });
});
