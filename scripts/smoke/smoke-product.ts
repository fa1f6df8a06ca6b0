// Adds a product for the smoke test to the catalog of a shop that may be live, and removes it again. Other products stay
// unchanged, and a concurrent change by the owner is not overwritten (If-Match).

import { adjustStock } from '../shop/adjust-stock';
import { eventually } from '../shop/eventually';
import { expectStatus, type Shop } from '../shop/shop-client';
import type { CatalogDocument, Product, Stock } from '../shop/wire';

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
    const answer = await shop.anyone<Product>('GET', `/products/${sku}`);
    return answer.status === 200 && answer.body.available === units ? answer.body : undefined;
  });
}

/**
 * Removes the remaining stock, then the product, and any product that an aborted test left, from the catalog. The stock
 * comes first: it can only be changed while the product is in the catalog. @returns the units removed.
 */
export async function withdrawSmokeProduct(shop: Shop, sku: string): Promise<number> {
  const stock = await shop.owner<Stock>('GET', `/stock/${sku}`);
  const left = stock.status === 404 ? 0 : expectStatus(stock, 200).available;
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
    const read = await shop.owner<CatalogDocument>('GET', '/catalog');
    const catalog = expectStatus(read, 200);
    const etag = read.headers.get('etag');
    const body = { ...catalog, products: change(catalog.products) };
    // No etag means that nothing has been published yet.
    const headers = etag === null ? {} : { 'if-match': etag };
    const answer = await shop.owner('PUT', '/catalog', { body, headers });
    if (answer.status === 412 && attempt < PUBLISH_ATTEMPTS) await new Promise((resolve) => setTimeout(resolve, 3000));
    else return void expectStatus(answer, 200);
  }
}
