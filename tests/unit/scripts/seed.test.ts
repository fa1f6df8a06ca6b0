// Seeding a shop: what is missing is loaded, also after an attempt that ended half-way, and nothing twice.

import demoCatalog from '../../../scripts/demo-catalog.json';
import demoStock from '../../../scripts/demo-stock.json';
import { parseOptions } from '../../../scripts/seed/options';
import { seedShop } from '../../../scripts/shop/demo-shop';
import { makeShop } from '../../../scripts/shop/shop-client';

interface FakeStock {
  onHand: number;
  sold: number;
  movements: object[];
}

/** A shop in memory. `answers` come first, one for each adjustment. */
function aShop(products: { sku: string; name: string }[] = [], answers: (number | 'lost')[] = []) {
  let catalog = products;
  const stock = new Map<string, FakeStock>();
  const keys = new Set<string>();
  const of = (sku: string) => stock.get(sku) ?? { onHand: 0, sold: 0, movements: [] };
  const answer = (status: number, body: object = {}) =>
    Response.json(body, { status, headers: { 'retry-after': '0.01' } });
  const adjust = async (sku: string, request: Request) => {
    const { delta } = (await request.json()) as { delta: number };
    const key = `${sku} ${request.headers.get('idempotency-key')}`;
    const planned = answers.shift();
    if (typeof planned === 'number' && planned !== 200) return planned;
    if (!keys.has(key)) stock.set(sku, { ...of(sku), onHand: of(sku).onHand + delta, movements: [{}] });
    keys.add(key);
    return planned === 'lost' ? 503 : 200;
  };
  const shop = makeShop('http://shop.example', undefined, async (request) => {
    const [, , place, sku = ''] = new URL(request.url).pathname.split('/');
    if (place === 'products')
      return answer(200, { products: catalog.map((one) => ({ ...one, available: of(one.sku).onHand || null })) });
    if (place === 'stock') return request.method === 'GET' ? answer(200, of(sku)) : answer(await adjust(sku, request));
    catalog = ((await request.json()) as typeof demoCatalog).products;
    return answer(200);
  });
  return { shop, stock, of, forgetKeys: () => keys.clear() };
}

const onHand = ({ stock }: ReturnType<typeof aShop>) =>
  Object.fromEntries([...stock].map(([sku, levels]) => [sku, levels.onHand]));

test('an empty shop gets catalog and stock, and a repetition adds nothing, however late', async () => {
  const one = aShop();
  const first = await seedShop(one.shop);
  expect(first).toMatchObject({ isNewCatalog: true, stocked: demoCatalog.products.map(({ sku }) => sku) });
  expect(onHand(one)).toEqual(demoStock);
  one.forgetKeys();
  expect(await seedShop(one.shop)).toMatchObject({ isNewCatalog: false, stocked: [] });
  expect(onHand(one)).toEqual(demoStock);
});

test('a product that is sold out is not stocked again', async () => {
  const one = aShop();
  await seedShop(one.shop);
  one.stock.set('enamel-mug', { onHand: 0, sold: 120, movements: [] });
  one.forgetKeys();
  expect(await seedShop(one.shop)).toMatchObject({ stocked: [] });
});

test('an attempt that ended half-way is completed by the next', async () => {
  const one = aShop([], [200, 404]);
  await expect(seedShop(one.shop)).rejects.toThrow('returned 404');
  const { stocked } = await seedShop(one.shop);
  expect(stocked).not.toContain('enamel-mug');
  expect(onHand(one)).toEqual(demoStock);
});

test('a shop that is busy is asked again under the same key, so a lost answer adds nothing twice', async () => {
  const one = aShop([], ['lost', 503, 503]);
  await seedShop(one.shop);
  expect(onHand(one)).toEqual(demoStock);
});

test("another shop's catalog stays, and so does its stock", async () => {
  const one = aShop([{ sku: 'enamel-mug', name: 'A mug of my own' }]);
  expect(await seedShop(one.shop)).toMatchObject({ isNewCatalog: false, stocked: [] });
  expect(onHand(one)).toEqual({});
});

describe('the flags', () => {
  test('name the shop, and its key comes from the flag or the environment', () => {
    expect(parseOptions(['--url', 'http://localhost:7071/'], {})).toEqual({ url: 'http://localhost:7071' });
    const url = 'https://shop.example';
    expect(parseOptions(['--url', url], { OWNER_KEY: 'k' })).toEqual({ url, key: 'k' });
    expect(parseOptions(['--url', url, '--key', 'f'], { OWNER_KEY: 'k' })).toEqual({ url, key: 'f' });
    expect(parseOptions(['--help'], {})).toBeUndefined();
  });

  test.each([
    [[]],
    [['--url', 'shop']],
    [['--url', 'ftp://shop.example']],
    [['--rul', 'x']],
    [['http://localhost:7071']],
  ])('%j are refused', (args) => {
    expect(() => parseOptions(args, {})).toThrow();
  });
});
