// Adds a product for the smoke test to the catalog of a shop that may be live, and removes it again. Other products stay
// unchanged, and a concurrent change by the owner is not overwritten (If-Match).

import type { Product } from '../../client/api-types';
import { expectData } from '../../client/expect-data';
import { adjustStock } from '../shop/adjust-stock';
import type { CatalogDocument } from '../shop/catalog-document';
import { eventually } from '../shop/eventually';
import type { Shop } from '../shop/shop-client';

/** Each instance of the app caches the catalog for some seconds. */
const VISIBLE_TIMEOUT_MS = 60_000;
const PUBLISH_ATTEMPTS = 5;
const PREFIX = 'smoke-';
/** Cheap, so that no order needs approval. */
const PRICE = 145;
const reason = 'smoke test';

/** Publishes a product with `units` in stock and returns it once the shop shows both. */
export async function offerSmokeProduct(shop: Shop, sku: string, units: number): Promise<Product> {
  const product = {
    sku,
    name: 'Smoke test (not for sale)',
    description: 'Bought by a test of this shop, and gone in a minute.',
    price: PRICE,
    warehouse: 'smoke',
  };
  await publish(shop, (products) => [...products, product]);
  await adjustStock(shop, sku, { delta: units, reason }, `${sku}-begin`);
  return eventually(`${sku} with ${units} units`, VISIBLE_TIMEOUT_MS, async () => {
    const { data: shown } = await shop.anyone.api.GET('/products/{sku}', { params: { path: { sku } } });
    return shown?.available === units ? shown : undefined;
  });
}

/**
 * Removes the remaining stock, then the product, and any product that an aborted test left, from the catalog. The stock
 * comes first: it can only be changed while the product is in the catalog. @returns the units removed.
 */
export async function withdrawSmokeProduct(shop: Shop, sku: string): Promise<number> {
  const stock = await shop.owner.api.GET('/stock/{sku}', { params: { path: { sku } } });
  const left = stock.response.status === 404 ? 0 : (await expectData(stock)).available;
  if (left > 0) await adjustStock(shop, sku, { delta: -left, reason }, `${sku}-end`);
  await publish(shop, (products) => products.filter((product) => !product.sku.startsWith(PREFIX)));
  return left;
}

/** A sku that no other smoke test uses. */
export function smokeSku(now: Date): string {
  return `${PREFIX}${now.getTime().toString(36)}`;
}

type Products = CatalogDocument['products'];

/** @throws when every attempt meets a concurrent change. */
async function publish(shop: Shop, change: (products: Products) => Products): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const read = await shop.owner.api.GET('/catalog');
    const catalog = await expectData(read);
    const etag = read.response.headers.get('etag');
    const body = { ...catalog, products: change(catalog.products) };
    // No etag means that nothing has been published yet.
    const params = { header: etag === null ? {} : { 'If-Match': etag } };
    const answer = await shop.owner.api.PUT('/catalog', { params, body });
    if (answer.response.status === 412 && attempt < PUBLISH_ATTEMPTS)
      await new Promise((resolve) => setTimeout(resolve, 3000));
    else return void (await expectData(answer));
  }
}
