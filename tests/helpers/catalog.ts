// Builders for catalogs.

import type { Catalog, Product } from '../../src/catalog/catalog';

/** A valid product; `parts` override its fields. */
export function aProduct(parts: Partial<Product> = {}): Product {
  return { sku: 'oak', name: 'Oak board', description: 'Solid oak.', price: 1250, warehouse: 'north', ...parts };
}

/** A valid catalog of these products in EUR. */
export function aCatalog(...products: Product[]): Catalog {
  return { schemaVersion: 1, currency: 'EUR', products };
}
