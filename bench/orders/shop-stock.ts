// Fills the shop under test with products and enough stock for any run, all in one warehouse.

import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import { publishBenchProducts } from '../bench-products';

export const skus = Array.from({ length: 20 }, (_, n) => `bench-${String(n).padStart(2, '0')}`);
const units = 100_000;

export async function fillShop(shop: Shop): Promise<void> {
  await publishBenchProducts(shop, skus);
  for (const sku of skus) {
    const headers = { 'idempotency-key': `bench-${sku}` };
    const body = { delta: units, reason: 'bench' };
    expectStatus(await shop.owner('POST', `/stock/${sku}/adjustments`, { body, headers }), 200);
  }
}
