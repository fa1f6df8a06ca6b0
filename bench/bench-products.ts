// Publishes the products of the benches: they differ only in sku and share one warehouse, so that each order is one parcel.

import { expectStatus, type Shop } from '../scripts/shop/shop-client';

export async function publishBenchProducts(shop: Shop, skus: readonly string[]): Promise<void> {
  const alike = { description: 'For the bench.', price: 100, warehouse: 'north' };
  const products = skus.map((sku) => ({ sku, name: sku, ...alike }));
  expectStatus(await shop.owner('PUT', '/catalog', { body: { schemaVersion: 1, currency: 'EUR', products } }), 200);
}
