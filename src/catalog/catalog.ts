// The catalog document and its rules. One document holds all products, so that price changes are published atomically.

import { z } from 'zod';
import { type ProductSummary, skuForm } from '../shared/contracts';
import { isPrintable, isPrintableLines } from '../shared/printable-text';

const warehouseForm = /^[a-z0-9][a-z0-9-]{0,39}$/;
const maxMinorUnits = 100_000_000;

/** A request or a file with more is refused: the catalog is loaded as a whole, and must be read quickly each time. */
export const maxCatalogBytes = 4 * 1024 * 1024;

const name = z.string().min(1).max(200);
const description = z.string().max(5_000);

const productSchema = z.strictObject({
  sku: z
    .string()
    .regex(skuForm, 'must be 1 to 40 lower-case letters, digits or hyphens, and must not start with a hyphen'),
  name,
  description,
  price: z
    .number()
    .refine(Number.isInteger, 'must be a whole number of minor units')
    .min(1, 'must be at least 1 minor unit')
    .max(maxMinorUnits, `must be at most ${maxMinorUnits} minor units`)
    .meta({ type: 'integer', description: "Minor units of the catalog's currency." }),
  warehouse: z.string().regex(warehouseForm, 'must be 1 to 40 lower-case letters, digits or hyphens'),
});

function catalogOf(product: typeof productSchema) {
  return z.strictObject({
    schemaVersion: z.literal(1),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
    // `when`: reports duplicates together with all other errors.
    products: z.array(product).superRefine(reportDuplicates, { when: () => true }),
  });
}

/** A catalog that is published. Every error is reported with its path, including duplicate skus. */
export const catalogSchema = catalogOf(
  productSchema.extend({ name: name.check(isPrintable), description: description.check(isPrintableLines) }),
);

/** The stored blob: one of an earlier release may contain control characters. */
export const storedCatalogSchema = catalogOf(productSchema);

/** Documents that were checked under another number are checked again: any change of the schemas above takes a new one. */
export const catalogSchemaNumber = 1;

export type Catalog = z.infer<typeof catalogSchema>;
export type Product = Catalog['products'][number];

/** The catalog of a shop that has not published one yet. */
export const emptyCatalog: Catalog = { schemaVersion: 1, currency: 'EUR', products: [] };

/** The product with this sku, if it is in the catalog. */
export function findProduct(catalog: Catalog, sku: string): Product | undefined {
  return catalog.products.find((product) => product.sku === sku);
}

/** The products with these skus, as other areas see them, in the catalog's order; unknown skus are left out. */
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

/** The products may be invalid themselves. */
function reportDuplicates(products: unknown, context: z.core.$RefinementCtx<unknown>): void {
  const firstAt = new Map<string, number>();
  for (const [index, product] of (Array.isArray(products) ? products : []).entries()) {
    const sku: unknown = product?.sku;
    if (typeof sku !== 'string') continue;
    const first = firstAt.get(sku);
    if (first === undefined) firstAt.set(sku, index);
    else context.addIssue({ code: 'custom', path: [index, 'sku'], message: `is already the sku of products.${first}` });
  }
}
