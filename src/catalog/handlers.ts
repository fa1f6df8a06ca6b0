// The catalog over HTTP: customers read the products, and the owner replaces the whole catalog.

import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { ProductPicture, ProductPictures, StockLevels } from '../shared/contracts';
import { contentTag, ifMatch, isNotModified } from '../shared/http/conditional-requests';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, parse, parseJson, readText, route } from '../shared/http/http';
import { type Catalog, catalogSchema, findProduct, maxCatalogBytes, type Product } from './catalog';
import type { CatalogStore } from './ports';
import { pageOf, pageQuery } from './product-page';

export interface CatalogDeps {
  store: CatalogStore;
  pictures: ProductPictures;
  /** The availability that the shop shows: a few seconds old, and never used to decide a sale. */
  stockLevels: StockLevels;
}

export interface CatalogHandlers {
  listProducts: HttpHandler;
  getProduct: HttpHandler;
  readCatalog: HttpHandler;
  replaceCatalog: HttpHandler;
}

export function makeCatalogHandlers({ store, pictures, stockLevels }: CatalogDeps): CatalogHandlers {
  async function views(catalog: Catalog, products: Product[]) {
    const skus = products.map(({ sku }) => sku);
    const [levels, shown] = await Promise.all([stockLevels.available(skus), pictures.find(skus)]);
    return products.map((product) =>
      productView(product, catalog.currency, levels.get(product.sku) ?? null, shown.get(product.sku) ?? []),
    );
  }

  return {
    listProducts: route(async (request) => {
      const query = parse(Object.fromEntries(request.query), pageQuery);
      const { catalog } = await store.read();
      const { products, ...next } = pageOf(catalog.products, query);
      return conditionalJson(request, { products: await views(catalog, products), ...next });
    }),

    getProduct: route(async (request) => {
      const { catalog } = await store.read();
      const product = findProduct(catalog, request.params.sku ?? '');
      if (!product) throw new AppError('PRODUCT.NOT_FOUND', 'The catalog has no product with this sku.');
      const [view] = await views(catalog, [product]);
      return conditionalJson(request, view);
    }),

    readCatalog: route(async () => {
      const { catalog, etag } = await store.read();
      const tag = etag === undefined ? {} : { etag: `"${etag}"` };
      return { status: 200, headers: { ...tag, 'cache-control': 'no-store' }, jsonBody: catalog };
    }),

    replaceCatalog: route(async (request) => {
      const catalog = parse(parseJson(await readText(request, maxCatalogBytes)), catalogSchema, 'CATALOG.INVALID');
      const published = await store.publish(catalog, ifMatch(request.headers.get('if-match')));
      if (!published.ok) throw new AppError(published.code, published.detail);
      const headers = { etag: `"${published.value.etag}"` };
      return { status: 200, headers, jsonBody: { products: catalog.products.length } };
    }),
  };
}

/** `available` is null when nothing is known of it, as of a product that was never stocked. */
function productView(product: Product, currency: string, available: number | null, pictures: ProductPicture[]) {
  const { sku, name, description, price, warehouse } = product;
  return { sku, name, description, price: { amount: price, currency }, warehouse, available, pictures };
}

/** `no-cache`: availability can change at any time, so caches may store the response but must revalidate it. */
function conditionalJson(request: HttpRequest, value: unknown): HttpResponseInit {
  const body = JSON.stringify(value);
  const headers = { etag: contentTag(body), 'cache-control': 'no-cache' };
  if (isNotModified(request.headers.get('if-none-match'), headers.etag)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body };
}
