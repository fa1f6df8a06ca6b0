// Validation of the catalog document: every error is reported with its path.

import demoCatalog from '../../../scripts/demo-catalog.json';
import demoStock from '../../../scripts/demo-stock.json';
import { catalogSchema, findProduct, summaries } from '../../../src/catalog/catalog';
import { allowsReplacing } from '../../../src/catalog/ports';
import { aCatalog, aProduct } from '../../helpers/catalog';

/** `path: message` of every error. */
function faults(document: unknown): string[] {
  const parsed = catalogSchema.safeParse(document);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a catalog document', () => {
  it('may be empty', () => {
    expect(faults(aCatalog())).toEqual([]);
  });

  it('may hold prices from one minor unit to a million units', () => {
    const products = [aProduct({ sku: 'a', price: 1 }), aProduct({ sku: 'b', price: 100_000_000 })];
    expect(faults(aCatalog(...products))).toEqual([]);
  });

  it.each(['a', '0', 'oak-board-2', 'x'.repeat(40)])('may hold the sku %s', (sku) => {
    expect(faults(aCatalog(aProduct({ sku })))).toEqual([]);
  });

  it.each(['', '-oak', 'Oak', 'oak board', 'oak/board', 'oäk', 'oak\n', 'x'.repeat(41)])(
    'refuses the sku %j',
    (sku) => {
      expect(faults(aCatalog(aProduct({ sku })))).toEqual([expect.stringMatching(/^products\.0\.sku: must be/)]);
    },
  );

  it.each([0, -1, 12.5, 100_000_001, '1250', null, Number.NaN])('refuses the price %p', (price) => {
    expect(faults(aCatalog(aProduct({ price: price as number })))).toEqual([
      expect.stringMatching(/^products\.0\.price: /),
    ]);
  });

  it.each(['eur', 'EURO', '', 5])('refuses the currency %p', (currency) => {
    expect(faults({ ...aCatalog(), currency })).toEqual([expect.stringMatching(/^currency: /)]);
  });

  it.each([0, 2, '1', undefined])('refuses the schema version %p', (schemaVersion) => {
    expect(faults({ ...aCatalog(), schemaVersion })).toEqual([expect.stringMatching(/^schemaVersion: /)]);
  });

  it.each([null, [], 'catalog', 7])('refuses %p as a document', (document) => {
    expect(faults(document)).toHaveLength(1);
  });

  it('reports all errors together, including duplicates and unknown fields', () => {
    const products = [
      aProduct({ sku: 'oak', price: 1.5 }),
      aProduct({ sku: 'OAK' }),
      aProduct({ sku: 'oak', name: '' }),
      { ...aProduct({ sku: 'elm' }), colour: 'red' },
    ];
    const found = faults({ ...aCatalog(), products, owner: 'me' });
    expect(found.map((fault) => fault.split(':')[0]).sort()).toEqual([
      '',
      'products.0.price',
      'products.1.sku',
      'products.2.name',
      'products.2.sku',
      'products.3',
    ]);
    expect(found).toContain('products.2.sku: is already the sku of products.0');
  });

  it('reports a duplicate of a product that has type errors too', () => {
    const products = [aProduct(), { sku: 'oak' }];
    expect(faults({ ...aCatalog(), products })).toContain('products.1.sku: is already the sku of products.0');
  });
});

describe('products of a catalog', () => {
  const catalog = aCatalog(aProduct({ sku: 'oak' }), aProduct({ sku: 'elm', price: 300, warehouse: 'south' }));

  it('are found by sku', () => {
    expect(findProduct(catalog, 'elm')?.price).toBe(300);
    expect(findProduct(catalog, 'ash')).toBeUndefined();
  });

  it('are summed up for other areas, unknown ones left out', () => {
    expect(summaries(catalog, ['ash', 'elm'])).toEqual([
      { sku: 'elm', name: 'Oak board', price: { amount: 300, currency: 'EUR' }, warehouse: 'south' },
    ]);
  });
});

describe('the condition for replacing a catalog', () => {
  const cases: [readonly string[] | '*' | undefined, string | undefined, boolean][] = [
    [undefined, undefined, true],
    [undefined, 'v1', true],
    ['*', 'v1', true],
    ['*', undefined, false],
    [['v1'], 'v1', true],
    [['v0', 'v1'], 'v1', true],
    [['v0'], 'v1', false],
    [[], 'v1', false],
    [['v1'], undefined, false],
  ];

  it.each(cases)('If-Match %j with the version %j there: %j', (condition, etag, expected) => {
    expect(allowsReplacing(condition, etag)).toBe(expected);
  });
});

describe('the demo shop', () => {
  it('has a valid catalog of two warehouses, and stock of exactly its products', () => {
    expect(faults(demoCatalog)).toEqual([]);
    expect(new Set(demoCatalog.products.map(({ warehouse }) => warehouse)).size).toBe(2);
    expect(Object.keys(demoStock).sort()).toEqual(demoCatalog.products.map(({ sku }) => sku).sort());
  });
});
