// Adds the test products to the catalog of a running shop and removes them again; other products stay.

import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import type { CatalogDocument, Product } from '../../scripts/shop/wire';
import { catalogProducts, isTestSku, startingStock } from './test-products';

/** Adds the products of run `run` and their stock, and removes those of earlier runs. */
export async function addTestProducts(shop: Shop, run: string): Promise<void> {
  await publish(shop, catalogProducts(run));
  for (const [sku, delta] of startingStock(run)) {
    const headers = { 'idempotency-key': `e2e-${sku}` };
    const body = { delta, reason: 'end-to-end tests' };
    expectStatus(await shop.owner('POST', `/stock/${sku}/adjustments`, { body, headers }), 200);
  }
}

export function removeTestProducts(shop: Shop): Promise<void> {
  return publish(shop, []);
}

async function publish(shop: Shop, tested: CatalogDocument['products']): Promise<void> {
  const { products } = expectStatus(await shop.anyone<{ products: Product[] }>('GET', '/products'), 200);
  const others = documented(products).filter(({ sku }) => !isTestSku(sku));
  const currency = products[0]?.price.currency ?? 'EUR';
  const body: CatalogDocument = { schemaVersion: 1, currency, products: [...others, ...tested] };
  expectStatus(await shop.owner('PUT', '/catalog', { body }), 200);
}

/** Products in the format of the catalog document. */
export function documented(products: Product[]): CatalogDocument['products'] {
  return products.map(({ sku, name, description, price, warehouse }) => ({
    sku,
    name,
    description,
    price: price.amount,
    warehouse,
  }));
}
