// The catalog document and its rules: one document holds all products, so a shop changes its prices in one step or not at all.

import { z } from 'zod';
import { type ProductSummary, skuForm } from '../shared/contracts';

const warehouseForm = /^[a-z0-9][a-z0-9-]{0,39}$/;
const mostMinorUnits = 100_000_000;

const productSchema = z.strictObject({
  sku: z.string().regex(skuForm, 'must be 1 to 40 lower-case letters, digits or hyphens, and not begin with a hyphen'),
  name: z.string().min(1).max(200),
  description: z.string().max(5_000),
  /** Minor units of the catalog's currency. */
  price: z
    .number()
    .refine(Number.isInteger, 'must be a whole number of minor units')
    .min(1, 'must be at least 1 minor unit')
    .max(mostMinorUnits, `must be at most ${mostMinorUnits} minor units`),
  warehouse: z.string().regex(warehouseForm, 'must be 1 to 40 lower-case letters, digits or hyphens'),
});

/** Also the form of the stored blob. Every fault is reported with its path, duplicate skus among them. */
export const catalogSchema = z.strictObject({
  schemaVersion: z.literal(1),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
  // `when`: duplicates are told together with whatever else is wrong.
  products: z.array(productSchema).superRefine(reportDuplicates, { when: () => true }),
});

export type Catalog = z.infer<typeof catalogSchema>;
export type Product = Catalog['products'][number];

/** What a shop has before its first catalog is published. */
export const emptyCatalog: Catalog = { schemaVersion: 1, currency: 'EUR', products: [] };

/** The product with this sku, if the catalog has it. */
export function findProduct(catalog: Catalog, sku: string): Product | undefined {
  return catalog.products.find((product) => product.sku === sku);
}

/** The known products among `skus`, as other areas see them, in the catalog's order. */
export function summaries(catalog: Catalog, skus: string[]): ProductSummary[] {
  const wanted = new Set(skus);
  return catalog.products
    .filter(({ sku }) => wanted.has(sku))
    .map(({ sku, name, price, warehouse }) => ({
      sku,
      name,
      price: { amount: price, currency: catalog.currency },
      warehouse,
    }));
}

/** Runs over products that may be faulty themselves. */
function reportDuplicates(products: unknown, context: z.core.$RefinementCtx<unknown>): void {
  const firstAt = new Map<string, number>();
  for (const [index, product] of (Array.isArray(products) ? products : []).entries()) {
    const sku: unknown = product?.sku;
    if (typeof sku !== 'string') continue;
    const first = firstAt.get(sku);
    if (first === undefined) firstAt.set(sku, index);
    else context.addIssue({ code: 'custom', path: [index, 'sku'], message: `is the sku of products.${first} already` });
  }
}
