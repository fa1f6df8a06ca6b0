// Loads the demo products and their stock into an empty shop; leaves a shop with products unchanged.

import demoCatalog from '../demo-catalog.json';
import demoStock from '../demo-stock.json';
import { adjustStock } from './adjust-stock';
import { expectStatus, type Shop } from './shop-client';
import type { Product } from './wire';

/** Loads catalog and stock once: the idempotency keys are constant, so a second run adds nothing. */
export async function loadDemoShop(shop: Shop): Promise<Product[]> {
  const before = await listProducts(shop);
  if (before.length > 0) return before;
  expectStatus(await shop.owner('PUT', '/catalog', { body: demoCatalog }), 200);
  const receipt = (delta: number) => ({ delta, reason: 'demo stock' });
  await Promise.all(
    Object.entries(demoStock).map(([sku, delta]) => adjustStock(shop, sku, receipt(delta), `demo-stock-${sku}`)),
  );
  return listProducts(shop);
}

async function listProducts(shop: Shop): Promise<Product[]> {
  return expectStatus(await shop.anyone<{ products: Product[] }>('GET', '/products'), 200).products;
}
