// The carts of all customers over HTTP: priced by the catalog, without those that have expired.

import { emptyCart } from '../../../src/carts/cart';
import { makeOwnerCartHandlers } from '../../../src/carts/owner-handlers';
import type { KnownCart } from '../../../src/carts/ports';
import { call } from '../../helpers/http';

const dayMs = 86_400_000;
const now = () => new Date('2026-03-10T12:00:00.000Z');
const oak = { sku: 'oak', name: 'Oak board', price: { amount: 1250, currency: 'EUR' }, warehouse: 'north' };

function aCart(customerId: string, daysOld: number, ...skus: string[]): KnownCart {
  const touchedAt = new Date(now().getTime() - daysOld * dayMs).toISOString();
  return { customerId, cart: { ...emptyCart, touchedAt, lines: skus.map((sku) => ({ sku, quantity: 2 })) } };
}

function list(carts: KnownCart[], query = '') {
  const asked: [Date, number][] = [];
  const handlers = makeOwnerCartHandlers({
    recentCartsOf: () => ({
      filledSince: async (since, most) => {
        asked.push([since, most]);
        return { carts, complete: true };
      },
    }),
    products: { find: async (skus) => [oak].filter(({ sku }) => skus.includes(sku)) },
    currency: async () => 'EUR',
    expireAfterMs: 5 * dayMs,
    now,
  });
  return call(handlers.listCarts, { query }).then((answer) => ({ ...answer, asked }));
}

it('shows whose cart it is, when it changed, and what it would cost now', async () => {
  const cart = aCart('cus_a', 1, 'oak', 'gone');
  const answer = await list([cart]);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const total = { amount: 2500, currency: 'EUR' };
  expect(answer.body).toEqual({
    carts: [
      {
        customerId: 'cus_a',
        touchedAt: cart.cart.touchedAt,
        lines: [{ sku: 'oak', name: 'Oak board', quantity: 2, unitPrice: oak.price, total }],
        total,
        units: 2,
        unavailable: [{ sku: 'gone', quantity: 2 }],
      },
    ],
    complete: true,
  });
});

it('leaves out carts that have expired', async () => {
  expect((await list([aCart('cus_a', 4, 'oak'), aCart('cus_b', 5, 'oak')])).body).toMatchObject({
    carts: [{ customerId: 'cus_a' }],
  });
});

it('asks for the carts of the days and as many as the query says', async () => {
  const sevenDays = new Date(now().getTime() - 7 * dayMs);
  expect((await list([])).asked).toEqual([[sevenDays, 50]]);
  expect((await list([], '?days=1&limit=3')).asked).toEqual([[new Date(now().getTime() - dayMs), 3]]);
});

it.each(['?days=0', '?days=31', '?limit=101'])('refuses %s', async (query) => {
  expect(await list([], query)).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
});
