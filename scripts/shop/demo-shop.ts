// Loads the demo products and their stock into a running shop, over HTTP. What is there already stays: a catalog, and the stock of a
// product that was ever stocked. So it can be repeated, also after it ended half-way.

import type { Product } from '../../client/api-types';
import { expectData } from '../../client/expect-data';
import demoCatalog from '../demo-catalog.json';
import demoStock from '../demo-stock.json';
import type { CatalogDocument } from './catalog-document';
import { untilNotBusy } from './not-busy';
import type { Shop } from './shop-client';

export interface SeededShop {
  products: Product[];
  /** Whether the catalog was loaded now; false when the shop had one. */
  isNewCatalog: boolean;
  /** The demo products that got their stock now. */
  stocked: string[];
}

/** @throws when the shop refuses a request, or is still busy after two minutes. */
export async function seedShop(shop: Shop): Promise<SeededShop> {
  const before = await listProducts(shop);
  const isNewCatalog = before.length === 0;
  if (isNewCatalog) await expectData(shop.owner.api.PUT('/catalog', { body: demoCatalog as CatalogDocument }));
  const products = isNewCatalog ? await listProducts(shop) : before;
  const received = await Promise.all(products.filter(isOfDemo).map((product) => stockOnce(shop, product)));
  const stocked = received.filter((sku) => sku !== undefined);
  return { products: stocked.length > 0 ? await listProducts(shop) : products, isNewCatalog, stocked };
}

/** Loads what is missing, and returns the products. */
export async function loadDemoShop(shop: Shop): Promise<Product[]> {
  return (await seedShop(shop)).products;
}

/** A shop of its own may use a sku of the demo for something else. */
function isOfDemo({ sku, name }: Product): boolean {
  return demoCatalog.products.some((product) => product.sku === sku && product.name === name);
}

async function listProducts(shop: Shop): Promise<Product[]> {
  return (await expectData(untilNotBusy(() => shop.anyone.api.GET('/products')))).products;
}

/** Returns the sku if the product got its stock now. */
async function stockOnce(shop: Shop, { sku, available }: Product): Promise<string | undefined> {
  const delta = (demoStock as Record<string, number>)[sku];
  if (delta === undefined || (available ?? 0) > 0) return undefined;
  const { api } = shop.owner;
  const stock = () => api.GET('/stock/{sku}', { params: { path: { sku } } });
  // The shop remembers a key for a while only; what the product ever had in stock, it never forgets.
  const { onHand, sold, movements } = await expectData(untilNotBusy(stock));
  if (onHand + sold > 0 || movements.length > 0) return undefined;
  // The key is fixed, so an attempt whose answer was lost, or that still goes on, is not added twice.
  const params = { path: { sku }, header: { 'Idempotency-Key': `demo-stock-${sku}` } };
  const body = { delta, reason: 'demo stock' };
  await expectData(untilNotBusy(() => api.POST('/stock/{sku}/adjustments', { params, body })));
  return sku;
}
