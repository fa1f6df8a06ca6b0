// The catalog over HTTP: customers read the products, and the owner replaces the whole catalog.

import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { contentTag, ifMatch, isNotModified } from '../shared/http/conditional-requests';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, parse, parseJson, readText, route } from '../shared/http/http';
import { catalogSchema, findProduct, maxCatalogBytes } from './catalog';
import type { CatalogReplaced } from './catalog-api';
import { pageQuery } from './product-page';
import { productView } from './product-view';
import { type CatalogDeps, makeListShownProducts } from './shown-products';

export interface CatalogHandlers {
  listProducts: HttpHandler;
  getProduct: HttpHandler;
  readCatalog: HttpHandler;
  replaceCatalog: HttpHandler;
}

export function makeCatalogHandlers({ store, pictures, availability }: CatalogDeps): CatalogHandlers {
  const listShownProducts = makeListShownProducts({ store, pictures, availability });
  return {
    listProducts: route(async (request, _context, query) => {
      return conditionalJson(request, await listShownProducts(query));
    }, pageQuery),

    getProduct: route(async (request) => {
      const { catalog } = await store.read();
      const product = findProduct(catalog, request.params.sku ?? '');
      if (!product) throw new AppError('PRODUCT.NOT_FOUND', 'The catalog has no product with this sku.');
      const { sku } = product;
      const [unitsOf, shown] = await Promise.all([availability.read(), pictures.find(sku)]);
      return conditionalJson(request, productView(product, catalog.currency, unitsOf(sku), shown));
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
      const jsonBody: CatalogReplaced = { products: catalog.products.length };
      return { status: 200, headers, jsonBody };
    }),
  };
}

/** `no-cache`: availability can change at any time, so caches may store the response but must revalidate it. */
function conditionalJson(request: HttpRequest, value: unknown): HttpResponseInit {
  const body = JSON.stringify(value);
  const headers = { etag: contentTag(body), 'cache-control': 'no-cache' };
  if (isNotModified(request.headers.get('if-none-match'), headers.etag)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body };
}
