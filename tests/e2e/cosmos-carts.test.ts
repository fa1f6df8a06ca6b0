// Carts in Cosmos DB over HTTP, on a host with the emulator: the same responses as with entities, orders empty them, idle ones
// are cleared, and an outage of Cosmos DB is reported as such.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cart, Order } from '../../client/api-types';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus, makeShop } from '../../scripts/shop/shop-client';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { addTestProducts } from '../helpers/test-catalog';
import { skuOf } from '../helpers/test-products';

const own = makeOwnHost('cosmos-carts', { CART_STORE: 'cosmos', CART_EXPIRES_AFTER: 'PT8S' });
afterAll(() => own.remove());

ownHostTest(
  'a shop with carts in Cosmos DB loses no update, honours If-Match and idempotency keys, and sells',
  async () => {
    const host = await own.start(['--cosmos']);
    const shop = makeShop(host.origin);
    await addTestProducts(shop, 'cosmos');
    const health = expectStatus(await shop.anyone<{ dependencies: unknown }>('GET', '/health'), 200);
    expect(health.dependencies).toEqual({ storage: 'ok', cosmos: 'ok' });

    const guest = shop.guest();
    const sku = skuOf('cart', 'cosmos');
    const add = (quantity: number, headers = {}) =>
      guest<Cart>('POST', '/cart/lines', { body: { sku, quantity }, headers });
    expectStatus(await guest('GET', '/cart'), 200);
    const answers = await Promise.all(Array.from({ length: 50 }, () => add(1)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await guest<Cart>('GET', '/cart')).body.units).toBe(50);

    expect(await add(1, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'REQUEST.PRECONDITION_FAILED' },
    });
    const key = { 'idempotency-key': 'once' };
    expect((await add(2, key)).body.units).toBe(52);
    expect((await add(2, key)).body.units).toBe(52);
    expect(await add(3, key)).toMatchObject({ status: 422, body: { code: 'REQUEST.KEY_REUSED' } });
    expect(await add(99)).toMatchObject({ status: 409, body: { code: 'CART.LINE_LIMIT' } });

    const cart = expectStatus(await guest<Cart>('PUT', `/cart/lines/${sku}`, { body: { quantity: 2 } }), 200);
    const order = expectStatus(await guest<Order>('POST', '/orders', checkout(cart)), 202);
    expect(order.total).toEqual(cart.total);
    expect((await guest<Cart>('GET', '/cart')).body.lines).toEqual([]);

    expectStatus(await add(1), 200);
    await eventually('an idle cart to be cleared', 30_000, async () => {
      const { units } = expectStatus(await guest<Cart>('GET', '/cart'), 200);
      return units === 0 ? true : undefined;
    });

    stopEmulator();
    await eventually('the health to tell', 10_000, async () => {
      const { status, body } = await shop.anyone<{ dependencies: unknown }>('GET', '/health');
      return status === 503 ? body.dependencies : undefined;
    }).then((dependencies) => expect(dependencies).toEqual({ storage: 'ok', cosmos: 'down' }));
    for (const answer of [await guest('GET', '/cart'), await add(1)]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'DEPENDENCY.UNAVAILABLE' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
  },
);

/** The emulator that the host started for this test. */
function stopEmulator(): void {
  const note = JSON.parse(readFileSync(join(own.dataFolder, 'cosmos.json'), 'utf8')) as { pid: number };
  process.kill(note.pid, 'SIGTERM');
}

function checkout({ total }: Cart) {
  const shippingAddress = { name: 'Ada', street: 'Main Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' };
  const body = { payment: { token: 'tok_ok' }, email: 'ada@example.com', shippingAddress, expectedTotal: total };
  return { body, headers: { 'idempotency-key': 'the-order' } };
}
