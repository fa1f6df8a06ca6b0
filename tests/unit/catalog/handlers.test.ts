// The catalog handlers: what customers see, and what the owner can replace.

import { EventEmitter, once } from 'node:events';
import type { Catalog } from '../../../src/catalog/catalog';
import { makeCatalogHandlers } from '../../../src/catalog/handlers';
import { allowsReplacing, type CatalogRevision, type CatalogStore } from '../../../src/catalog/ports';
import type { ProductPicture } from '../../../src/shared/contracts';
import { AppError } from '../../../src/shared/http/errors';
import { accepted, refused } from '../../../src/shared/result';
import { aCatalog, aProduct } from '../../helpers/catalog';
import { call } from '../../helpers/http';

/** A catalog store whose versions are called v1, v2 and so on. */
function aStore(first?: Catalog): CatalogStore & { versions: Catalog[] } {
  const versions = first ? [first] : [];
  const revision = (): CatalogRevision => {
    const catalog = versions.at(-1);
    return catalog ? { catalog, etag: `v${versions.length}` } : { catalog: aCatalog() };
  };
  return {
    versions,
    read: async () => revision(),
    async publish(catalog, condition) {
      if (!allowsReplacing(condition, revision().etag)) return refused('REQUEST.PRECONDITION_FAILED', 'It changed.');
      versions.push(catalog);
      return accepted({ etag: `v${versions.length}` });
    },
  };
}

const picture: ProductPicture = {
  pictureId: 'pic_1',
  width: 3000,
  height: 4000,
  renditions: [{ name: 'thumb', url: '/thumb.jpg', width: 200, height: 200, contentType: 'image/jpeg' }],
  placeholder: 'hash',
  srcset: '/small.jpg 400w',
  sources: [{ contentType: 'image/webp', srcset: '/small.webp 400w' }],
};

function aShop(first?: Catalog) {
  const store = aStore(first);
  const levels = new Map([['oak', 7]]);
  const shown = new Map([['oak', [picture]]]);
  const handlers = makeCatalogHandlers({
    store,
    pictures: { all: async () => shown, find: async (sku) => shown.get(sku) ?? [] },
    availability: { read: async () => (sku) => levels.get(sku) ?? null },
  });
  return { store, levels, handlers };
}

const twoProducts = aCatalog(aProduct(), aProduct({ sku: 'elm', name: 'Elm board', price: 300, warehouse: 'south' }));
const oak = {
  sku: 'oak',
  name: 'Oak board',
  description: 'Solid oak.',
  price: { amount: 1250, currency: 'EUR' },
  warehouse: 'north',
  available: 7,
  pictures: [picture],
};

describe('GET /products', () => {
  it('is an empty list before the first catalog', async () => {
    const answer = await call(aShop().handlers.listProducts);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ products: [] });
  });

  it('shows products in the order of the catalog, with prices, pictures and availability, null where it is unknown', async () => {
    const { handlers } = aShop(twoProducts);
    const answer = await call(handlers.listProducts);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.body).toEqual({
      products: [oak, expect.objectContaining({ sku: 'elm', available: null, pictures: [] })],
    });
  });

  it('is read from all stores at once, none after the other', async () => {
    const { store } = aShop(twoProducts);
    const begun: string[] = [];
    const events = new EventEmitter();
    const all = once(events, 'all');
    const part = async <T>(name: string, value: T): Promise<T> => {
      if (begun.push(name) === 3) events.emit('all');
      await all;
      return value;
    };
    const handlers = makeCatalogHandlers({
      store: { ...store, read: async () => part('catalog', await store.read()) },
      pictures: { all: () => part('pictures', new Map()), find: async () => [] },
      availability: { read: () => part('availability', () => 1) },
    });
    expect((await call(handlers.listProducts)).body).toMatchObject({ products: [{ available: 1 }, { available: 1 }] });
    expect(begun.toSorted()).toEqual(['availability', 'catalog', 'pictures']);
  });

  it('is not sent again to a client that has it, until it changes', async () => {
    const { handlers, levels } = aShop(twoProducts);
    const etag = (await call(handlers.listProducts)).headers.get('etag') ?? '';
    const again = await call(handlers.listProducts, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(again.body).toBeUndefined();
    expect(again.headers.get('etag')).toBe(etag);
    levels.set('oak', 6);
    expect((await call(handlers.listProducts, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
});

describe('pages of GET /products', () => {
  const many = aCatalog(...Array.from({ length: 250 }, (_, n) => aProduct({ sku: `s-${250 - n}` })));
  interface Page {
    products: { sku: string }[];
    cursor?: string;
  }

  const asText = (query: Record<string, string>) => `?${new URLSearchParams(query)}`;

  async function page(shop: ReturnType<typeof aShop>, query: Record<string, string>): Promise<Page> {
    const answer = await call(shop.handlers.listProducts, { query: asText(query) });
    expect(answer.status).toBe(200);
    return answer.body as Page;
  }

  it.each([
    [undefined, [100, 100, 50]],
    ['250', [250]],
    ['125', [125, 125]],
    ['249', [249, 1]],
  ])('with limit %s lead through all products in the order of the catalog', async (limit, sizes) => {
    const shop = aShop(many);
    const skus: string[] = [];
    const found: number[] = [];
    let next: string | undefined;
    do {
      const { products, cursor } = await page(shop, { ...(limit && { limit }), ...(next && { cursor: next }) });
      skus.push(...products.map(({ sku }) => sku));
      found.push(products.length);
      next = cursor;
    } while (next !== undefined && found.length <= sizes.length);
    expect(found).toEqual(sizes);
    expect(skus).toEqual(many.products.map(({ sku }) => sku));
  });

  it('go on behind the last product when the catalog is replaced in between', async () => {
    const shop = aShop(many);
    const { cursor = '' } = await page(shop, { limit: '10' });
    shop.store.versions.push(aCatalog(aProduct({ sku: 'new' }), ...many.products));
    expect((await page(shop, { limit: '1', cursor })).products).toMatchObject([{ sku: 's-240' }]);
    shop.store.versions.push(aCatalog(...many.products.filter(({ sku }) => sku !== 's-241')));
    expect((await page(shop, { limit: '1', cursor })).products).toMatchObject([{ sku: 's-240' }]);
    shop.store.versions.push(aCatalog(...many.products.slice(0, 5)));
    expect(await page(shop, { limit: '1', cursor })).toEqual({ products: [] });
  });

  it('have an ETag of their own', async () => {
    const { handlers, levels } = aShop(many);
    const first = await call(handlers.listProducts);
    const { cursor = '' } = first.body as Page;
    const second = await call(handlers.listProducts, { query: asText({ cursor }) });
    levels.set('s-1', 3);
    const again = (query: Record<string, string>, { headers }: typeof first) =>
      call(handlers.listProducts, { query: asText(query), headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect((await again({}, first)).status).toBe(304);
    expect((await again({ cursor }, second)).status).toBe(304);
    levels.set('s-250', 3);
    expect((await again({}, first)).status).toBe(200);
  });

  it.each<[Record<string, string>, string]>([
    [{ limit: '0' }, 'limit'],
    [{ limit: '501' }, 'limit'],
    [{ limit: '1.5' }, 'limit'],
    [{ limit: '' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: '' }, 'cursor'],
    [{ page: '2' }, 'page'],
  ])('refuse %j', async (query, field) => {
    const answer = await call(aShop(many).handlers.listProducts, { query: asText(query) });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ path: field }] });
  });
});

describe('GET /products/{sku}', () => {
  it('returns one product', async () => {
    const { handlers } = aShop(twoProducts);
    const answer = await call(handlers.getProduct, { params: { sku: 'oak' } });
    expect(answer.body).toEqual(oak);
    const etag = answer.headers.get('etag') ?? '';
    const again = await call(handlers.getProduct, { params: { sku: 'oak' }, headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('is 404 for an unknown sku', async () => {
    const answer = await call(aShop(twoProducts).handlers.getProduct, { params: { sku: 'ash' } });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'PRODUCT.NOT_FOUND' });
  });

  it('is 503 if the stock cannot be read', async () => {
    const { store } = aShop(twoProducts);
    const availability = { read: () => Promise.reject(new AppError('DEPENDENCY.UNAVAILABLE', 'Try again shortly.')) };
    const pictures = { all: async () => new Map(), find: async () => [] };
    const handlers = makeCatalogHandlers({ store, pictures, availability });
    const answer = await call(handlers.getProduct, { params: { sku: 'oak' } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
  });
});

describe('GET /catalog', () => {
  it('returns the document with the ETag for If-Match', async () => {
    const answer = await call(aShop(twoProducts).handlers.readCatalog);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(twoProducts);
    expect(answer.headers.get('etag')).toBe('"v1"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('has no ETag before the first catalog', async () => {
    const answer = await call(aShop().handlers.readCatalog);
    expect(answer.body).toEqual(aCatalog());
    expect(answer.headers.get('etag')).toBeNull();
  });
});

describe('PUT /catalog', () => {
  const put = (body: unknown, headers: Record<string, string> = {}) => ({ method: 'PUT', body, headers });

  it('replaces the catalog and returns its number of products', async () => {
    const { handlers, store } = aShop();
    const answer = await call(handlers.replaceCatalog, put(twoProducts));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ products: 2 });
    expect(answer.headers.get('etag')).toBe('"v1"');
    expect(store.versions).toEqual([twoProducts]);
  });

  it('takes thousands of products, up to 4 MiB', async () => {
    const { handlers, store } = aShop();
    const products = Array.from({ length: 12_000 }, (_, n) =>
      aProduct({ sku: `s-${n}`, description: 'x'.repeat(230) }),
    );
    const body = JSON.stringify(aCatalog(...products));
    expect(body.length).toBeGreaterThan(3.5 * 1024 * 1024);
    const answer = await call(handlers.replaceCatalog, put(body));
    expect([answer.status, answer.body]).toEqual([200, { products: 12_000 }]);
    expect(store.versions[0]?.products).toHaveLength(12_000);
  });

  it('honours If-Match', async () => {
    const { handlers, store } = aShop(twoProducts);
    const late = await call(handlers.replaceCatalog, put(aCatalog(), { 'if-match': '"v0"' }));
    expect(late.status).toBe(412);
    expect(late.body).toMatchObject({ code: 'REQUEST.PRECONDITION_FAILED' });
    expect(store.versions).toHaveLength(1);
    const timely = await call(handlers.replaceCatalog, put(aCatalog(), { 'if-match': '"v1"' }));
    expect(timely.status).toBe(200);
    expect(timely.headers.get('etag')).toBe('"v2"');
  });

  it('names every invalid field and changes nothing', async () => {
    const { handlers, store } = aShop(twoProducts);
    const faulty = aCatalog(aProduct({ price: 1.5 }), aProduct());
    const answer = await call(handlers.replaceCatalog, put(faulty));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      code: 'CATALOG.INVALID',
      errors: [
        { path: 'products.0.price', message: 'must be a whole number of minor units' },
        { path: 'products.1.sku', message: 'is already the sku of products.0' },
      ],
    });
    expect(store.versions).toHaveLength(1);
  });

  it.each([
    ['{"schemaVersion":', 400, 'REQUEST.MALFORMED'],
    ['', 400, 'REQUEST.MALFORMED'],
    ['"x"', 400, 'CATALOG.INVALID'],
    [`"${'x'.repeat(4 * 1024 * 1024)}"`, 413, 'REQUEST.TOO_LARGE'],
  ])('answers the body %.20s with %i %s', async (body, status, code) => {
    const answer = await call(aShop().handlers.replaceCatalog, put(body));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ code });
  });
});
