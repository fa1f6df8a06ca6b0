// Before the end-to-end tests: a host is there, and it sells the test products. Jest calls the export once a run.

import { expectStatus, makeShop, type Shop } from '../../scripts/shop/shop-client';
import type { CatalogDocument, Product } from '../../scripts/shop/wire';
import { makeOwnHost } from './own-host';
import { environment, isForeignHost } from './running-app';
import { sharedHost } from './shared-host';
import { catalogProducts, isTestSku, startingStock } from './test-products';

async function setUp(): Promise<void> {
  const run = Date.now().toString(36);
  const { origin, storage } = isForeignHost() ? foreignHost() : await localHost();
  process.env[environment.origin] = origin;
  process.env[environment.storage] = storage;
  process.env[environment.run] = run;
  await stockShop(makeShop(origin, process.env.E2E_ADMIN_KEY), run);
}

function foreignHost(): { origin: string; storage: string } {
  const { E2E_BASE_URL: origin, E2E_STORAGE: storage } = process.env;
  if (!origin || !storage) throw new Error('E2E_BASE_URL needs E2E_STORAGE, the connection string of its storage');
  return { origin, storage };
}

async function localHost(): Promise<{ origin: string; storage: string }> {
  const own = makeOwnHost('e2e');
  const host = await own.start();
  sharedHost.set({ own, host });
  return { origin: host.origin, storage: own.storage() };
}

/** Adds this run's products to what the shop sells, in place of those of earlier runs. */
async function stockShop(shop: Shop, run: string): Promise<void> {
  const { products } = expectStatus(await shop.anyone<{ products: Product[] }>('GET', '/products'), 200);
  const others = products.filter(({ sku }) => !isTestSku(sku)).map(asDocumented);
  const catalog: CatalogDocument = {
    schemaVersion: 1,
    currency: products[0]?.price.currency ?? 'EUR',
    products: [...others, ...catalogProducts(run)],
  };
  expectStatus(await shop.owner('PUT', '/catalog', { body: catalog }), 200);
  for (const [sku, delta] of startingStock(run)) {
    const headers = { 'idempotency-key': `e2e-${sku}` };
    const body = { delta, reason: 'end-to-end tests' };
    expectStatus(await shop.owner('POST', `/stock/${sku}/adjustments`, { body, headers }), 200);
  }
}

function asDocumented({ sku, name, description, price, warehouse }: Product): CatalogDocument['products'][number] {
  return { sku, name, description, price: price.amount, warehouse };
}

export = setUp;
