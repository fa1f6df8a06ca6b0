// Loads the demo products and their stock into an empty shop; leaves a shop with products unchanged.

import demoCatalog from '../demo-catalog.json';
import demoStock from '../demo-stock.json';
import { expectStatus, type Shop } from './shop-client';
import type { Product, Stock } from './wire';

/** Loads catalog and stock once: the idempotency keys are constant, so a second run adds nothing. */
export async function loadDemoShop(shop: Shop): Promise<Product[]> {
  const before = await listProducts(shop);
  if (before.length > 0) return before;
  expectStatus(await shop.owner('PUT', '/catalog', { body: demoCatalog }), 200);
  await Promise.all(Object.entries(demoStock).map(([sku, delta]) => receiveStock(shop, sku, delta)));
  return listProducts(shop);
}

async function listProducts(shop: Shop): Promise<Product[]> {
  return expectStatus(await shop.anyone<{ products: Product[] }>('GET', '/products'), 200).products;
}

async function receiveStock(shop: Shop, sku: string, delta: number): Promise<void> {
  const answer = await shop.owner<Stock>('POST', `/stock/${sku}/adjustments`, {
    body: { delta, reason: 'demo stock' },
    headers: { 'idempotency-key': `demo-stock-${sku}` },
  });
  expectStatus(answer, 200);
}
