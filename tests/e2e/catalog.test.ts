// The catalog over HTTP: conditional requests, protection against overwriting, and price changes at checkout.

import type { Problem } from '../../client/api-problem';
import type { Cart, Money, Product } from '../../client/api-types';
import { adjustStock } from '../../scripts/shop/adjust-stock';
import type { CatalogDocument } from '../../scripts/shop/catalog-document';
import { aCheckout, placeOrder } from '../../scripts/shop/check-out';
import { eventually } from '../../scripts/shop/eventually';
import { expectStatus } from '../../scripts/shop/shop-client';
import { runningApp } from '../helpers/running-app';
import { documented } from '../helpers/test-catalog';

const { shop, sku } = runningApp();
type Products = { products: Product[] };

test('an unchanged list of products is not sent again', async () => {
  const unchanged = await eventually('a 304', 20_000, async () => {
    const first = await shop.anyone<Products>('GET', '/products');
    expect(first.status).toBe(200);
    expect(first.headers.get('etag')).toMatch(/^"/);
    const again = await shop.anyone('GET', '/products', {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    // Other tests sell concurrently: the list may have changed, and is then sent.
    return again.status === 304 ? again : undefined;
  });
  expect(unchanged.body).toBeUndefined();
});

test('a product has price and availability, and its ETag changes soon after its stock', async () => {
  const path = `/products/${sku('etag')}`;
  const first = await shop.anyone<Product>('GET', path);
  expect(first.body).toMatchObject({ sku: sku('etag'), price: { amount: 1200, currency: 'EUR' }, available: 5 });
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
  expect((await shop.anyone('GET', path, { headers })).status).toBe(304);
  await adjustStock(shop, sku('etag'), { delta: 2, reason: 'found behind the shelf' }, `more-${sku('etag')}`);
  const later = await eventually('the new stock', 5_000, async () => {
    const answer = await shop.anyone<Product>('GET', path, { headers });
    return answer.status === 304 ? undefined : answer;
  });
  expect(later).toMatchObject({ status: 200, body: { available: 7 } });
});

test('an unknown product is a 404 problem', async () => {
  const answer = await shop.anyone<Problem>('GET', '/products/no-such-thing');
  expect(answer).toMatchObject({ status: 404, body: { code: 'PRODUCT.NOT_FOUND' } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
});

test('a stock adjustment counts once, however often it is sent', async () => {
  const send = (delta: number) =>
    adjustStock(shop, sku('adjusted'), { delta, reason: 'delivery' }, `twice-${sku('adjusted')}`);
  expect(await send(9)).toMatchObject({ onHand: 10, reserved: 0, available: 10 });
  expect(await send(9)).toMatchObject({ onHand: 10 });
});

test('an order at an outdated price is refused with the new total', async () => {
  const guest = shop.guest();
  const cart = expectStatus(
    await guest<Cart>('POST', '/cart/lines', { body: { sku: sku('repriced'), quantity: 2 } }),
    200,
  );
  expect(cart.total.amount).toBe(4000);
  await reprice(sku('repriced'), 2500);
  const answer = await placeOrder(guest, aCheckout(cart.total));
  expect(answer).toMatchObject({ status: 409, body: { code: 'ORDER.PRICE_CHANGED' } });
  expect(moneyIn(answer.body)).toContainEqual({ amount: 5000, currency: 'EUR' });
  expect((await guest<Cart>('GET', '/cart')).body).toMatchObject({ units: 2, total: { amount: 5000 } });
});

test('the owner reads the catalog as a document with an ETag', async () => {
  const read = await shop.owner<CatalogDocument>('GET', '/catalog');
  expect(read).toMatchObject({ status: 200, body: { schemaVersion: 1, currency: 'EUR' } });
  expect(read.body.products.map((product) => product.sku)).toContain(sku('etag'));
  expect(read.headers.get('etag')).toMatch(/^"/);
});

test('a catalog is not replaced with If-Match of an outdated version', async () => {
  const answer = await shop.owner<Problem>('PUT', '/catalog', {
    body: await currentCatalog(),
    headers: { 'if-match': '"0x8D0000000000000"' },
  });
  expect(answer).toMatchObject({ status: 412, body: { code: 'REQUEST.PRECONDITION_FAILED' } });
});

async function reprice(product: string, amount: number): Promise<void> {
  const catalog = await currentCatalog();
  const products = catalog.products.map((one) => (one.sku === product ? { ...one, price: amount } : one));
  expectStatus(await shop.owner('PUT', '/catalog', { body: { ...catalog, products } }), 200);
}

async function currentCatalog(): Promise<CatalogDocument> {
  const { products } = expectStatus(await shop.anyone<Products>('GET', '/products'), 200);
  return { schemaVersion: 1, currency: 'EUR', products: documented(products) };
}

/** All amounts in the problem's extension members. */
function moneyIn(body: object): Money[] {
  return Object.values(body).filter((value): value is Money => typeof value === 'object' && 'amount' in value);
}
