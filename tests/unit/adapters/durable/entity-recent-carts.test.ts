// The list of carts that live in entities reads a bounded number of pages, and shows the latest changed first.

import type { ListedEntity } from '../../../../src/adapters/durable/entity-pages';
import { makeEntityRecentCarts } from '../../../../src/adapters/durable/entity-recent-carts';
import { emptyCart } from '../../../../src/carts/cart';

const since = new Date('2026-03-01T00:00:00Z');
const at = (minute: number) => new Date(since.getTime() + minute * 60_000).toISOString();
const line = { sku: 'oak', quantity: 1 };

function aCart(key: string, touchedAt: string, lines = [line]): ListedEntity {
  return { key, state: { cart: { ...emptyCart, touchedAt, lines }, applied: [] } };
}

function listed(pages: ListedEntity[][], most = 10) {
  let read = 0;
  const recent = makeEntityRecentCarts(async function* pagesOf() {
    for (const page of pages) {
      read++;
      yield page;
    }
  });
  return recent.filledSince(since, most).then(({ carts, complete }) => ({
    customers: carts.map(({ customerId }) => customerId),
    complete,
    read,
  }));
}

test('the latest changed cart comes first, whichever page it is on', async () => {
  const pages = [[aCart('a', at(1)), aCart('b', at(3))], [], [aCart('c', at(2))]];
  expect(await listed(pages)).toEqual({ customers: ['b', 'c', 'a'], complete: true, read: 3 });
});

test('carts without lines, and those that were only read since, are left out', async () => {
  const pages = [[aCart('a', at(1), []), aCart('b', at(-1)), { key: 'c', state: null }, aCart('d', at(0))]];
  expect((await listed(pages)).customers).toEqual(['d']);
});

test('more carts than are wanted are said to be more', async () => {
  expect(await listed([[aCart('a', at(1)), aCart('b', at(2))]], 1)).toMatchObject({
    customers: ['b'],
    complete: false,
  });
});

test('no more than ten pages are read into the list', async () => {
  const pages = Array.from({ length: 20 }, (_, n) => [aCart(`c${n}`, at(n))]);
  const { customers, complete, read } = await listed(pages, 100);
  expect([customers.length, complete]).toEqual([10, false]);
  expect(read).toBeLessThanOrEqual(11);
});
