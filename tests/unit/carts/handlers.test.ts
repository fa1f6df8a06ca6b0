// The cart over HTTP: status, body, tag and problem codes.

import { makeEntityCartStore } from '../../../src/adapters/durable/entity-cart-store';
import { makeEntitySignals } from '../../../src/adapters/durable/entity-signals';
import { makeCartEntity } from '../../../src/carts/cart-entity';
import { makeCartHandlers } from '../../../src/carts/handlers';
import { testRoutes } from '../../helpers/customer-routes';
import { makeFakeEntities } from '../../helpers/fake-entities';
import { type Answer, call, type RequestParts } from '../../helpers/http';

const cartEntity = makeCartEntity(Number.POSITIVE_INFINITY);

const products = [
  { sku: 'oak', name: 'Oak board', price: { amount: 1250, currency: 'EUR' }, warehouse: 'north' },
  { sku: 'elm', name: 'Elm board', price: { amount: 300, currency: 'EUR' }, warehouse: 'south' },
];

/** `boundMs`: short only where a test waits for it. */
function aShop(boundMs = 8_000) {
  const entities = makeFakeEntities({ cart: cartEntity });
  const catalog = [...products];
  const signals = makeEntitySignals({ boundMs, firstPauseMs: 1, longestPauseMs: 10 });
  const handlers = makeCartHandlers({
    ...testRoutes(),
    cartsOf: () => makeEntityCartStore(entities.client, signals),
    products: { find: async (skus) => catalog.filter(({ sku }) => skus.includes(sku)) },
    currency: async () => 'EUR',
  });
  return { entities, catalog, handlers };
}

/** A guest who keeps the cookie. */
function aGuest({ handlers }: ReturnType<typeof aShop>) {
  let cookie = '';
  return async (name: keyof typeof handlers, parts: RequestParts = {}): Promise<Answer> => {
    const answer = await call(handlers[name], { ...parts, headers: { cookie, ...parts.headers } });
    const [set] = answer.cookies;
    if (set) cookie = `${set.name}=${set.value}`;
    return answer;
  };
}

const oak = (quantity: unknown = 2) => ({ body: { sku: 'oak', quantity } });

describe('the cart of a guest', () => {
  it('is empty at first, with a total of nothing and a tag', async () => {
    const answer = await aGuest(aShop())('getCart');
    expect(answer.body).toEqual({ lines: [], total: { amount: 0, currency: 'EUR' }, units: 0 });
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.cookies).toHaveLength(1);
  });

  it('answers every change with the cart as it then is, priced by the catalog', async () => {
    const guest = aGuest(aShop());
    await guest('addCartLine', oak());
    const answer = await guest('addCartLine', { body: { sku: 'elm', quantity: 3 } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(answer.body).toEqual({
      lines: [
        {
          sku: 'oak',
          name: 'Oak board',
          quantity: 2,
          unitPrice: { amount: 1250, currency: 'EUR' },
          total: { amount: 2500, currency: 'EUR' },
        },
        {
          sku: 'elm',
          name: 'Elm board',
          quantity: 3,
          unitPrice: { amount: 300, currency: 'EUR' },
          total: { amount: 900, currency: 'EUR' },
        },
      ],
      total: { amount: 3400, currency: 'EUR' },
      units: 5,
    });
    expect((await guest('getCart')).body).toEqual(answer.body);
  });

  it('takes a quantity, a removal and a clearing', async () => {
    const guest = aGuest(aShop());
    await guest('addCartLine', oak());
    const set = await guest('setCartLine', { params: { sku: 'oak' }, body: { quantity: 9 } });
    expect(set.body).toMatchObject({ units: 9 });
    await guest('setCartLine', { params: { sku: 'elm' }, body: { quantity: 1 } });
    const removed = await guest('removeCartLine', { params: { sku: 'oak' } });
    expect(removed.body).toMatchObject({ units: 1 });
    expect((await guest('clearCart')).body).toMatchObject({ lines: [], units: 0 });
  });

  it('belongs to that guest alone', async () => {
    const shop = aShop();
    await aGuest(shop)('addCartLine', oak());
    expect((await aGuest(shop)('getCart')).body).toMatchObject({ units: 0 });
  });

  it('shows lines whose product has left the catalog apart, and lets them be removed', async () => {
    const shop = aShop();
    const guest = aGuest(shop);
    await guest('addCartLine', oak());
    await guest('addCartLine', { body: { sku: 'elm', quantity: 1 } });
    shop.catalog.shift();
    const answer = await guest('getCart');
    expect(answer.body).toMatchObject({ units: 1, total: { amount: 300 }, unavailable: [{ sku: 'oak', quantity: 2 }] });
    const removed = await guest('removeCartLine', { params: { sku: 'oak' } });
    expect(removed.body).not.toHaveProperty('unavailable');
  });
});

describe('what a cart refuses', () => {
  const refusals: [string, Parameters<ReturnType<typeof aGuest>>, number, string][] = [
    ['an unknown product by add', ['addCartLine', { body: { sku: 'ash', quantity: 1 } }], 409, 'CART.UNKNOWN_SKU'],
    [
      'an unknown product by set',
      ['setCartLine', { params: { sku: 'ash' }, body: { quantity: 1 } }],
      409,
      'CART.UNKNOWN_SKU',
    ],
    ['more than a line holds', ['addCartLine', oak(98)], 409, 'CART.LINE_LIMIT'],
    ['no unit', ['addCartLine', oak(0)], 400, 'REQUEST.INVALID'],
    ['100 units', ['setCartLine', { params: { sku: 'oak' }, body: { quantity: 100 } }], 400, 'REQUEST.INVALID'],
    ['half a unit', ['addCartLine', oak(1.5)], 400, 'REQUEST.INVALID'],
    ['a text for a number', ['addCartLine', oak('2')], 400, 'REQUEST.INVALID'],
    ['an unknown field', ['addCartLine', { body: { sku: 'oak', quantity: 1, price: 1 } }], 400, 'REQUEST.INVALID'],
    ['no body', ['addCartLine', {}], 400, 'REQUEST.MALFORMED'],
    ['a body that is no JSON', ['addCartLine', { body: '{' }], 400, 'REQUEST.MALFORMED'],
    ['a list', ['addCartLine', { body: [] }], 400, 'REQUEST.INVALID'],
    ['a body of 300 KiB', ['addCartLine', { body: `"${'x'.repeat(300 * 1024)}"` }], 413, 'REQUEST.TOO_LARGE'],
    ['an overlong sku', ['removeCartLine', { params: { sku: 'x'.repeat(41) } }], 400, 'REQUEST.INVALID'],
    ['removing what is not there', ['removeCartLine', { params: { sku: 'elm' } }], 404, 'CART.LINE_NOT_FOUND'],
    ['a key with blanks', ['addCartLine', { ...oak(), headers: { 'idempotency-key': 'a b' } }], 400, 'REQUEST.INVALID'],
  ];

  it.each(refusals)('%s', async (_name, request, status, code) => {
    const guest = aGuest(aShop());
    await guest('addCartLine', oak());
    const answer = await guest(...request);
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ status, code })]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect((await guest('getCart')).body).toMatchObject({ units: 2 });
  });
});

describe('repetitions and conditions', () => {
  it('counts an addition with an Idempotency-Key once', async () => {
    const guest = aGuest(aShop());
    const headers = { 'idempotency-key': 'first-try' };
    await guest('addCartLine', { ...oak(), headers });
    expect((await guest('addCartLine', { ...oak(), headers })).body).toMatchObject({ units: 2 });
    expect((await guest('addCartLine', oak())).body).toMatchObject({ units: 4 });
  });

  it('takes the same key of another customer for another command', async () => {
    const shop = aShop();
    const headers = { 'idempotency-key': 'k' };
    for (const guest of [aGuest(shop), aGuest(shop)]) {
      expect((await guest('addCartLine', { ...oak(), headers })).body).toMatchObject({ units: 2 });
    }
  });

  it('refuses a key that comes again with another body', async () => {
    const guest = aGuest(aShop());
    const headers = { 'idempotency-key': 'k' };
    await guest('addCartLine', { ...oak(), headers });
    const answer = await guest('addCartLine', { ...oak(3), headers });
    expect([answer.status, answer.body]).toEqual([422, expect.objectContaining({ code: 'REQUEST.KEY_REUSED' })]);
  });

  const conditions: [string, number][] = [
    ['"1"', 200],
    ['*', 200],
    ['"7", "1"', 200],
    ['"0"', 412],
    ['"01"', 412],
    ['W/"1"', 412],
    ['1', 412],
    ['"abc"', 412],
  ];

  it.each(conditions)('answers a change on If-Match: %s of version 1 with %i', async (condition, status) => {
    const guest = aGuest(aShop());
    await guest('addCartLine', oak());
    const answer = await guest('clearCart', { headers: { 'if-match': condition } });
    expect(answer.status).toBe(status);
    expect((await guest('getCart')).body).toMatchObject({ units: status === 200 ? 0 : 2 });
  });

  it('answers 503 with Retry-After when the cart is busy; the same key is then safe', async () => {
    const shop = aShop(500);
    const guest = aGuest(shop);
    const request = { ...oak(), headers: { 'idempotency-key': 'k' } };
    shop.entities.delayMs = 1_000;
    const busy = await guest('addCartLine', request);
    expect([busy.status, busy.headers.get('retry-after'), busy.body]).toEqual([
      503,
      '1',
      expect.objectContaining({ code: 'CART.BUSY' }),
    ]);
    shop.entities.delayMs = 1;
    expect((await guest('addCartLine', request)).body).toMatchObject({ units: 2 });
    await shop.entities.arrived();
    expect((await guest('getCart')).body).toMatchObject({ units: 2 });
  });

  it('answers 503 when the task hub is down', async () => {
    const shop = aShop();
    shop.entities.failure = new Error('connect ECONNREFUSED');
    const answer = await aGuest(shop)('getCart');
    expect([answer.status, answer.body]).toEqual([503, expect.objectContaining({ code: 'DEPENDENCY.UNAVAILABLE' })]);
  });
});
