// A product that only a smoke test buys: put into the catalog of a shop that may be live, and taken out again. What else
// is sold there is not touched, and an owner who publishes at the same moment is not overwritten (If-Match).

import { eventually } from '../shop/eventually';
import { expectStatus, type Shop } from '../shop/shop-client';
import type { CatalogDocument, Product, Stock } from '../shop/wire';

/** Instances of the app read the catalog anew after some seconds each. */
const SEEN_TIMEOUT_MS = 60_000;
const PUBLISH_ROUNDS = 5;
const PREFIX = 'smoke-';
/** Cheap, so that no order needs approval. */
const PRICE = 145;

/** Publishes a product of this sku with `units` in stock, and answers with it once the shop shows both. */
export async function offerSmokeProduct(shop: Shop, sku: string, units: number): Promise<Product> {
  const product = {
    sku,
    name: 'Smoke test (not for sale)',
    description: 'Bought by a test of this shop, and gone in a minute.',
    price: PRICE,
    warehouse: 'smoke',
  };
  await publish(shop, (products) => [...products, product]);
  await adjustStock(shop, sku, units, 'begin');
  return eventually(`${sku} with ${units} units`, SEEN_TIMEOUT_MS, async () => {
    const answer = await shop.anyone<Product>('GET', `/products/${sku}`);
    return answer.status === 200 && answer.body.available === units ? answer.body : undefined;
  });
}

/**
 * Takes the units that are left out of stock, and then the product, with any that a broken test has left, out of the
 * catalog. In this order: the stock of a product that is not sold cannot be asked for.
 */
export async function withdrawSmokeProduct(shop: Shop, sku: string): Promise<number> {
  const stock = await shop.owner<Stock>('GET', `/stock/${sku}`);
  const left = stock.status === 404 ? 0 : expectStatus(stock, 200).available;
  if (left > 0) await adjustStock(shop, sku, -left, 'end');
  await publish(shop, (products) => products.filter((product) => !product.sku.startsWith(PREFIX)));
  return left;
}

/** A sku that no other smoke test has. */
export function smokeSku(now: Date): string {
  return `${PREFIX}${now.getTime().toString(36)}`;
}

type Products = CatalogDocument['products'];

/** @throws when others publish all the time. */
async function publish(shop: Shop, change: (products: Products) => Products): Promise<void> {
  for (let round = 1; ; round++) {
    const read = await shop.owner<CatalogDocument>('GET', '/catalog');
    const catalog = expectStatus(read, 200);
    const etag = read.headers.get('etag');
    const body = { ...catalog, products: change(catalog.products) };
    // Without a version there is nothing to match; a shop that has none is not live.
    const headers = etag === null ? {} : { 'if-match': etag };
    const answer = await shop.owner('PUT', '/catalog', { body, headers });
    if (answer.status === 412 && round < PUBLISH_ROUNDS) await new Promise((resolve) => setTimeout(resolve, 3000));
    else return void expectStatus(answer, 200);
  }
}

async function adjustStock(shop: Shop, sku: string, delta: number, when: 'begin' | 'end'): Promise<void> {
  const answer = await shop.owner<Stock>('POST', `/stock/${sku}/adjustments`, {
    body: { delta, reason: 'smoke test' },
    headers: { 'idempotency-key': `${sku}-${when}` },
  });
  expectStatus(answer, 200);
}
