// Stock over HTTP: what the owner sees and may do.

import { makeEntitySignals } from '../../../src/adapters/durable/entity-signals';
import { makeEntityStock } from '../../../src/adapters/durable/entity-stock';
import { makeStockHandlers } from '../../../src/stock/handlers';
import { stockEntity } from '../../../src/stock/stock-entity';
import { makeFakeEntities } from '../../helpers/fake-entities';
import { call, type RequestParts } from '../../helpers/http';

/** `boundMs`: short only where a test waits for it. */
function aShop(boundMs = 8_000) {
  const entities = makeFakeEntities({ stock: stockEntity });
  const catalog = [{ sku: 'oak', name: 'Oak board', price: { amount: 1250, currency: 'EUR' }, warehouse: 'north' }];
  const signals = makeEntitySignals({ boundMs, firstPauseMs: 1, longestPauseMs: 10 });
  let clock = () => Date.now();
  const handlers = makeStockHandlers({
    stockOf: () => makeEntityStock(entities.client, signals),
    products: { find: async (skus) => catalog.filter(({ sku }) => skus.includes(sku)) },
    now: () => clock(),
  });
  let keys = 0;
  const adjust = (delta: unknown, parts: RequestParts = {}) =>
    call(handlers.adjustStock, {
      params: { sku: 'oak' },
      body: { delta, reason: 'delivery' },
      headers: { 'idempotency-key': `key-${keys++}` },
      ...parts,
    });
  const get = (sku = 'oak') => call(handlers.getStock, { params: { sku } });
  const at = (now: number) => {
    clock = () => now;
  };
  return { entities, catalog, adjust, get, at };
}

describe('getStock', () => {
  it('shows a product that was never stocked as empty', async () => {
    const answer = await aShop().get();
    expect([answer.status, answer.body]).toEqual([
      200,
      { sku: 'oak', onHand: 0, reserved: 0, available: 0, sold: 0, movements: [] },
    ]);
  });

  it('knows no stock of a product that never was', async () => {
    const answer = await aShop().get('ash');
    expect([answer.status, answer.body]).toEqual([404, expect.objectContaining({ code: 'PRODUCT.NOT_FOUND' })]);
  });

  it.each(['oak\n', '\r\n', '../instances', 'oak?x=1', 'OAK', 'x'.repeat(41)])('takes %j for no sku', async (sku) => {
    const shop = aShop();
    await shop.adjust(5);
    const answer = await shop.get(sku);
    expect([answer.status, answer.body]).toEqual([
      400,
      expect.objectContaining({ code: 'REQUEST.INVALID', errors: [expect.objectContaining({ path: 'sku' })] }),
    ]);
  });

  it('still shows the stock of a product that has left the catalog', async () => {
    const shop = aShop();
    await shop.adjust(5);
    shop.catalog.pop();
    expect((await shop.get()).body).toMatchObject({ onHand: 5 });
  });

  it('counts a reservation until it expires, and shows the latest movement first', async () => {
    const shop = aShop();
    await shop.adjust(5);
    const end = Date.now() + 60_000;
    await shop.entities.client.signalEntity({ name: 'stock', key: 'oak' }, 'reserve', {
      orderId: 'ord_1',
      quantity: 2,
      expiresAt: new Date(end).toISOString(),
    });
    await shop.entities.arrived();
    shop.at(end - 1);
    expect((await shop.get()).body).toMatchObject({
      onHand: 5,
      reserved: 2,
      available: 3,
      movements: [
        { kind: 'reserve', quantity: 2, orderId: 'ord_1' },
        { kind: 'adjust', quantity: 5, reason: 'delivery' },
      ],
    });
    shop.at(end);
    expect((await shop.get()).body).toMatchObject({ onHand: 5, reserved: 0, available: 5 });
  });
});

describe('adjustStock', () => {
  it('answers with the stock after the adjustment', async () => {
    const shop = aShop();
    await shop.adjust(12);
    const answer = await shop.adjust(-2);
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ sku: 'oak', onHand: 10, available: 10 }),
    ]);
  });

  it('applies an adjustment that is repeated under its key once', async () => {
    const shop = aShop();
    const headers = { 'idempotency-key': 'delivery-7' };
    await shop.adjust(5, { headers });
    expect((await shop.adjust(5, { headers })).body).toMatchObject({ onHand: 5 });
    const other = await shop.adjust(6, { headers });
    expect([other.status, other.body]).toEqual([422, expect.objectContaining({ code: 'REQUEST.KEY_REUSED' })]);
  });

  it('counts every one of 50 adjustments sent at once', async () => {
    const shop = aShop();
    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.adjust(1)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await shop.get()).body).toMatchObject({ onHand: 50 });
  });

  it('answers 202 with a place to look while it is not confirmed; the same key then tells the outcome', async () => {
    const shop = aShop(500);
    const headers = { 'idempotency-key': 'k' };
    shop.entities.delayMs = 1_000;
    const pending = await shop.adjust(5, { headers });
    expect([pending.status, pending.headers.get('location'), pending.headers.get('retry-after')]).toEqual([
      202,
      '/api/stock/oak',
      '2',
    ]);
    expect(pending.body).toMatchObject({ sku: 'oak', state: 'accepted' });
    await shop.entities.arrived();
    shop.entities.delayMs = undefined;
    const again = await shop.adjust(5, { headers });
    expect([again.status, again.body]).toEqual([200, expect.objectContaining({ onHand: 5 })]);
    expect((await shop.get()).body).toMatchObject({ onHand: 5 });
  });

  it('tells the refusal of an adjustment that was accepted as pending', async () => {
    const shop = aShop(50);
    const headers = { 'idempotency-key': 'k' };
    shop.entities.delayMs = 200;
    expect((await shop.adjust(-5, { headers })).status).toBe(202);
    await shop.entities.arrived();
    const again = await shop.adjust(-5, { headers });
    expect([again.status, again.body]).toEqual([409, expect.objectContaining({ code: 'STOCK.SHORT' })]);
  });

  it('answers 503 when the task hub cannot be reached', async () => {
    const shop = aShop();
    shop.entities.failure = new Error('no');
    expect((await shop.adjust(5)).status).toBe(503);
  });

  const body = (delta: unknown, reason: unknown = 'count') => ({ body: { delta, reason } });
  const refusals: [string, RequestParts, number, string][] = [
    ['more than is available', body(-6), 409, 'STOCK.SHORT'],
    ['an unknown product', { params: { sku: 'ash' } }, 404, 'PRODUCT.NOT_FOUND'],
    ['a missing key', { headers: {} }, 400, 'REQUEST.KEY_REQUIRED'],
    ['nothing', body(0), 400, 'REQUEST.INVALID'],
    ['part of a unit', body(1.5), 400, 'REQUEST.INVALID'],
    ['more than a million', body(1_000_001), 400, 'REQUEST.INVALID'],
    ['a text for a number', body('5'), 400, 'REQUEST.INVALID'],
    ['an empty reason', body(1, '  '), 400, 'REQUEST.INVALID'],
    ['an overlong reason', body(1, 'x'.repeat(201)), 400, 'REQUEST.INVALID'],
    ['an unknown field', { body: { delta: 1, reason: 'count', by: 'me' } }, 400, 'REQUEST.INVALID'],
    ['what is no JSON', { body: '{' }, 400, 'REQUEST.MALFORMED'],
  ];

  it.each(refusals)('refuses %s', async (_name, parts, status, code) => {
    const shop = aShop();
    await shop.adjust(5);
    const answer = await shop.adjust(1, parts);
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })]);
    expect((await shop.get()).body).toMatchObject({ onHand: 5 });
  });
});
