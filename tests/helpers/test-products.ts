// The products of the end-to-end tests: a sku per test that counts units, new in every run, so that tests can run in parallel
// and repeatedly with the same storage.

import type { CatalogDocument } from '../../scripts/shop/catalog-document';

interface TestProduct {
  /** Minor units. */
  price: number;
  warehouse: string;
  /** Units in stock at the start of the run. */
  stock: number;
}

const products = {
  picture: { price: 1000, warehouse: 'berlin', stock: 0 },
  gallery: { price: 1000, warehouse: 'berlin', stock: 0 },
  refused: { price: 1000, warehouse: 'berlin', stock: 0 },
  etag: { price: 1200, warehouse: 'berlin', stock: 5 },
  repriced: { price: 2000, warehouse: 'berlin', stock: 5 },
  cart: { price: 1250, warehouse: 'berlin', stock: 100 },
  mug: { price: 995, warehouse: 'berlin', stock: 50 },
  lamp: { price: 4900, warehouse: 'leipzig', stock: 50 },
  declined: { price: 3000, warehouse: 'berlin', stock: 10 },
  scarce: { price: 1500, warehouse: 'berlin', stock: 3 },
  misjudged: { price: 1500, warehouse: 'berlin', stock: 2 },
  raced: { price: 1500, warehouse: 'berlin', stock: 3 },
  repeated: { price: 700, warehouse: 'berlin', stock: 50 },
  adjusted: { price: 700, warehouse: 'berlin', stock: 1 },
  faulty: { price: 700, warehouse: 'berlin', stock: 50 },
  overseen: { price: 700, warehouse: 'berlin', stock: 50 },
} satisfies Record<string, TestProduct>;

export type TestProductName = keyof typeof products;

/** The sku of a test product in run `run`. */
export function skuOf(name: TestProductName, run: string): string {
  return `e2e-${run}-${name}`;
}

/** Matches the skus of this and earlier runs. */
export function isTestSku(sku: string): boolean {
  return sku.startsWith('e2e-');
}

export function catalogProducts(run: string): CatalogDocument['products'] {
  return names().map((name) => ({
    sku: skuOf(name, run),
    name: `Test ${name}`,
    description: `Bought by the end-to-end tests (${name}).`,
    price: products[name].price,
    warehouse: products[name].warehouse,
  }));
}

/** Initial units by sku; products without units are omitted. */
export function startingStock(run: string): [sku: string, units: number][] {
  return names()
    .map((name): [string, number] => [skuOf(name, run), products[name].stock])
    .filter(([, units]) => units > 0);
}

function names(): TestProductName[] {
  return Object.keys(products) as TestProductName[];
}
