// Every customer's orders over HTTP: the newest first, by state, in pages that neither repeat nor leave out any.

import { makeOwnerHandlers } from '../../../../src/orders/http/owner-handlers';
import type { Order } from '../../../../src/orders/order';
import { anOrderOf, fakeAllOrders, glanceOf } from '../../../helpers/all-orders';
import { call } from '../../../helpers/http';

interface Page {
  orders: { orderId: string }[];
  cursor?: string;
}

const daysOld = (days: number) => new Date(Date.UTC(2026, 2, 30 - days)).toISOString();

/** Customers in another order than that of their orders' ages; the state is refused for each third. */
const ages = [7, 2, 19, 0, 11, 5, 23, 14, 3, 17, 9, 20, 1];
const orders = ages.map((age, n) =>
  anOrderOf(n, { createdAt: daysOld(age), state: n % 3 === 0 ? 'refused' : 'delivered' }),
);
const newestFirst = (some: Order[]) =>
  some.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(({ orderId }) => orderId);

const list = (query = '', of: readonly Order[] = orders) =>
  call(makeOwnerHandlers({ allOrders: fakeAllOrders(of) }).listAllOrders, { query });

async function pagesOf(query: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (let next: string | undefined = ''; next !== undefined; ) {
    const page: Page = (await list(`${query}${next}`)).body as Page;
    pages.push(page);
    next = page.cursor === undefined ? undefined : `&cursor=${page.cursor}`;
  }
  return pages;
}

const idsOf = (pages: Page[]) => pages.map((page) => page.orders.map(({ orderId }) => orderId));

it('tells of each order whose it is, how far it has come and since when', async () => {
  const [order] = orders;
  if (!order) throw new Error('There are orders.');
  const answer = await list('', [order]);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body).toEqual({ orders: [glanceOf(order)] });
});

it.each([1, 2, 4, 12, 13])('gives all orders once, the newest first, in pages of %i', async (limit) => {
  const pages = idsOf(await pagesOf(`?limit=${limit}`));
  expect(pages.flat()).toEqual(newestFirst(orders));
  expect(pages.map((page) => page.length).slice(0, -1)).toEqual(pages.slice(1).map(() => limit));
});

it('gives those in one state', async () => {
  const pages = await pagesOf('?state=refused&limit=2');
  expect(idsOf(pages).flat()).toEqual(newestFirst(orders.filter(({ state }) => state === 'refused')));
  expect(pages).toHaveLength(3);
});

it('tells orders of the same moment apart', async () => {
  const together = [0, 1, 2].map((n) => anOrderOf(n, { createdAt: daysOld(1) }));
  const first = (await list('?limit=2', together)).body as Page;
  const second = (await list(`?limit=2&cursor=${first.cursor}`, together)).body as Page;
  expect(idsOf([first, second]).flat().sort()).toEqual(newestFirst(together).sort());
});

it('goes on where it was when an order is placed meanwhile', async () => {
  const first = (await list('?limit=3')).body as Page;
  const more = [...orders, anOrderOf(20, { createdAt: daysOld(-1) })];
  const second = (await list(`?limit=3&cursor=${first.cursor}`, more)).body as Page;
  expect(idsOf([first, second]).flat()).toEqual(newestFirst(orders).slice(0, 6));
});

it.each([
  ['?state=lost', 'state'],
  ['?limit=0', 'limit'],
  ['?limit=101', 'limit'],
  ['?limit=ten', 'limit'],
  ['?cursor=made-up', 'cursor'],
])('refuses %s and names the field', async (query, field) => {
  expect(await list(query)).toMatchObject({
    status: 400,
    body: { code: 'REQUEST.INVALID', errors: [expect.objectContaining({ field })] },
  });
});
