// Adds the test products to the catalog of a running shop and removes them again; other products stay.

import type { Product } from '../../client/api-types';
import { adjustStock } from '../../scripts/shop/adjust-stock';
import type { CatalogDocument } from '../../scripts/shop/catalog-document';
import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import { catalogProducts, isTestSku, startingStock } from './test-products';

/** Adds the products of run `run` and their stock, and removes those of earlier runs. */
export async function addTestProducts(shop: Shop, run: string): Promise<void> {
  await publish(shop, catalogProducts(run));
  const receipt = (delta: number) => ({ delta, reason: 'end-to-end tests' });
  await Promise.all(startingStock(run).map(([sku, delta]) => adjustStock(shop, sku, receipt(delta), `e2e-${sku}`)));
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
