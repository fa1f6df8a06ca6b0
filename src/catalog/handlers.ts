// The catalog over HTTP: customers read the products, and the owner replaces the whole catalog.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import type { ProductPicture, ProductPictures, StockLevels } from '../shared/contracts';
import { contentTag, ifMatch, isNotModified } from '../shared/http/conditional-requests';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, parse, readJson, route } from '../shared/http/http';
import { type Catalog, catalogSchema, findProduct, type Product } from './catalog';
import type { CatalogStore } from './ports';

export interface CatalogDeps {
  store: CatalogStore;
  pictures: ProductPictures;
  /** Stock levels, read with the durable client of this invocation. */
  stockLevels: (context: InvocationContext) => StockLevels;
}

export interface CatalogHandlers {
  listProducts: HttpHandler;
  getProduct: HttpHandler;
  readCatalog: HttpHandler;
  replaceCatalog: HttpHandler;
}

export function makeCatalogHandlers({ store, pictures, stockLevels }: CatalogDeps): CatalogHandlers {
  async function views(catalog: Catalog, products: Product[], context: InvocationContext) {
    const skus = products.map(({ sku }) => sku);
    const [levels, shown] = await Promise.all([stockLevels(context).available(skus), pictures.find(skus)]);
    return products.map((product) =>
      productView(product, catalog.currency, levels.get(product.sku) ?? 0, shown.get(product.sku) ?? []),
    );
  }

  return {
    listProducts: route(async (request, context) => {
      const { catalog } = await store.read();
      return conditionalJson(request, { products: await views(catalog, catalog.products, context) });
    }),

    getProduct: route(async (request, context) => {
      const { catalog } = await store.read();
      const product = findProduct(catalog, request.params.sku ?? '');
      if (!product) throw new AppError('PRODUCT.NOT_FOUND', 'The catalog has no product with this sku.');
      const [view] = await views(catalog, [product], context);
      return conditionalJson(request, view);
    }),

    readCatalog: route(async () => {
      const { catalog, etag } = await store.read();
      const tag = etag === undefined ? {} : { etag: `"${etag}"` };
      return { status: 200, headers: { ...tag, 'cache-control': 'no-store' }, jsonBody: catalog };
    }),

    replaceCatalog: route(async (request) => {
      const catalog = parse(await readJson(request, z.unknown()), catalogSchema, 'CATALOG.INVALID');
      const published = await store.publish(catalog, ifMatch(request.headers.get('if-match')));
      if (!published.ok) throw new AppError(published.code, published.detail);
      const headers = { etag: `"${published.value.etag}"` };
      return { status: 200, headers, jsonBody: { products: catalog.products.length } };
    }),
  };
}

function productView(product: Product, currency: string, available: number, pictures: ProductPicture[]) {
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
