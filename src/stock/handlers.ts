// Stock over HTTP, for the owner: the current levels, and adjustments for units that arrive or leave without an order.

import type { HttpResponseInit, InvocationContext } from '@azure/functions';
import type { ProductLookup } from '../shared/contracts';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, parse, readJson, requiredIdempotencyKey, route } from '../shared/http/http';
import { derivedId } from '../shared/ids';
import type { StockStore } from './ports';
import { noStock, type Stock } from './stock';
import { adjustment, stockPath } from './stock-schemas';
import { type PendingAdjustment, stockView } from './stock-view';

export interface StockHandlersOptions {
  /** The stock store, with the durable client of this invocation. */
  stockOf: (context: InvocationContext) => StockStore;
  products: ProductLookup;
  /** Hears of the stock after each adjustment, for the availability that the shop shows. */
  note?: (sku: string, stock: Stock) => void;
  /** Ms since the epoch. */
  now?: () => number;
}

export interface StockHandlers {
  getStock: HttpHandler;
  adjustStock: HttpHandler;
}

export function makeStockHandlers({ stockOf, products, note, now = Date.now }: StockHandlersOptions): StockHandlers {
  async function requireProduct(sku: string): Promise<void> {
    const found = await products.find([sku]);
    if (found.length === 0) throw new AppError('PRODUCT.NOT_FOUND', `${sku} is not in the catalog.`);
  }

  return {
    getStock: route(async (request, context) => {
      const { sku } = parse(request.params, stockPath);
      const stock = await stockOf(context).read(sku);
      // The stock of a product that has left the catalog can still be read.
      if (!stock) await requireProduct(sku);
      return { status: 200, jsonBody: stockView(sku, stock ?? noStock, now()) };
    }),

    adjustStock: route(async (request, context) => {
      const key = requiredIdempotencyKey(request);
      const { sku } = parse(request.params, stockPath);
      const { delta, reason } = await readJson(request, adjustment);
      await requireProduct(sku);
      const result = await stockOf(context).adjust(sku, derivedId('cmd', sku, key), { delta, reason });
      if (!result) return pendingAdjustment(sku);
      if (!result.ok) throw new AppError(result.code, result.detail);
      note?.(sku, result.value);
      return { status: 200, jsonBody: stockView(sku, result.value, now()) };
    }),
  };
}

/** How soon it is worth while to ask again, in s. */
const retryAfterSeconds = 2;

/** Where stock runs in an instance of its own, it may take that one longer to start than a caller should wait. */
function pendingAdjustment(sku: string): HttpResponseInit {
  const detail = 'It will be applied. Send it again with the same Idempotency-Key to learn its outcome.';
  const body: PendingAdjustment = { sku, state: 'accepted', detail };
  const headers = { location: `/api/stock/${sku}`, 'retry-after': String(retryAfterSeconds) };
  return { status: 202, headers, jsonBody: body };
}
