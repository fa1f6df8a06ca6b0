// The owner's figures over HTTP: the period, the time zone, and what is left out of a shop with very many orders.

import { makeFiguresHandlers } from '../../../../src/orders/http/figures-handlers';
import type { OrderFiguresJson } from '../../../../src/orders/http/figures-schemas';
import type { AllOrders } from '../../../../src/orders/ports/all-orders';
import { anOrderOf, fakeAllOrders } from '../../../helpers/all-orders';
import { call } from '../../../helpers/http';

const now = () => new Date('2026-03-10T12:00:00.000Z');
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}`;
const orders = [1, 9, 9, 10].map((n, index) => anOrderOf(index, { createdAt: `${day(n)}T23:30:00.000Z` }));

async function figures(query = '', allOrders: Pick<AllOrders, 'placedSince'> = fakeAllOrders(orders)) {
  return call(makeFiguresHandlers({ allOrders, now }).getOrderFigures, { query });
}

it('counts the orders of the last days, up to today', async () => {
  const answer = await figures('?days=3');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body).toEqual({
    days: [
      { day: day(8), placed: 0 },
      { day: day(9), placed: 2 },
      { day: day(10), placed: 1 },
    ],
    toShip: { orders: 0 },
    refusals: [],
    complete: true,
  });
});

it('shows 30 days by default, and days as the time zone has them', async () => {
  expect(((await figures()).body as OrderFiguresJson).days).toHaveLength(30);
  const { days } = (await figures('?days=2&timeZone=Pacific/Kiritimati')).body as OrderFiguresJson;
  expect(days).toEqual([
    { day: day(10), placed: 2 },
    { day: day(11), placed: 1 },
  ]);
});

it('leaves out the days of which it has not read all orders', async () => {
  const { placedSince } = fakeAllOrders(orders);
  const many = { placedSince: async (time: string) => ({ ...(await placedSince(time)), complete: false }) };
  expect((await figures('?days=20', many)).body).toMatchObject({
    days: [{ day: day(2) }, {}, {}, {}, {}, {}, {}, { day: day(9), placed: 2 }, { day: day(10), placed: 1 }],
    complete: false,
  });
});

it.each([
  ['?days=0', 'days'],
  ['?days=91', 'days'],
  ['?days=all', 'days'],
  ['?timeZone=Mars', 'timeZone'],
  ['?since=yesterday', 'since'],
])('refuses %s and names the field', async (query, path) => {
  expect(await figures(query)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});
