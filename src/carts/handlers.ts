// The caller's cart over HTTP: every change returns the cart after it.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { ProductLookup } from '../shared/contracts';
import { ifMatchVersions } from '../shared/http/conditional-requests';
import type { CustomerRoutes } from '../shared/http/customer-route';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, idempotencyKey, parse, readJson } from '../shared/http/http';
import type { Caller } from '../shared/http/identity';
import { derivedId, newId } from '../shared/ids';
import type { Cart, CartChange, CartCommand } from './cart';
import { addition, linePath, setting } from './cart-schemas';
import type { CartStore } from './ports';
import { type PricedCart, priceCart } from './priced-cart';

export interface CartHandlersOptions {
  cartRoute: CustomerRoutes['cartRoute'];
  /** The cart store, with the durable client of this invocation. */
  cartsOf: (context: InvocationContext) => CartStore;
  products: ProductLookup;
  /** The shop's currency (ISO 4217), for the total of an empty cart. */
  currency: () => Promise<string>;
}

export interface CartHandlers {
  getCart: HttpHandler;
  addCartLine: HttpHandler;
  setCartLine: HttpHandler;
  removeCartLine: HttpHandler;
  clearCart: HttpHandler;
}

export function makeCartHandlers({ cartRoute, cartsOf, products, currency }: CartHandlersOptions): CartHandlers {
  async function answer(cart: Cart): Promise<HttpResponseInit> {
    const known = cart.lines.length > 0 ? await products.find(cart.lines.map((line) => line.sku)) : [];
    const unit = known[0]?.price.currency ?? (await currency());
    const jsonBody: PricedCart = priceCart(cart, known, unit);
    return { status: 200, headers: { etag: `"${cart.version}"` }, jsonBody };
  }

  async function requireProduct(sku: string): Promise<void> {
    const found = await products.find([sku]);
    if (found.length === 0) throw new AppError('CART.UNKNOWN_SKU', `${sku} is not in the catalog.`);
  }

  const changing = (changeOf: (request: HttpRequest) => Promise<CartChange>): HttpHandler =>
    cartRoute(async (request, caller, context) => {
      const command = { ...(await changeOf(request)), ...condition(request) };
      const result = await cartsOf(context).apply(caller.customerId, commandId(request, caller), command);
      if (!result.ok) throw new AppError(result.code, result.detail);
      return answer(result.value);
    });

  return {
    getCart: cartRoute(async (_request, caller, context) => answer(await cartsOf(context).read(caller.customerId))),
    addCartLine: changing(async (request) => {
      const line = await readJson(request, addition);
      await requireProduct(line.sku);
      return { kind: 'add', ...line };
    }),
    setCartLine: changing(async (request) => {
      const line = { ...parse(request.params, linePath), ...(await readJson(request, setting)) };
      await requireProduct(line.sku);
      return { kind: 'set', ...line };
    }),
    removeCartLine: changing(async (request) => ({ kind: 'remove', ...parse(request.params, linePath) })),
    clearCart: changing(async () => ({ kind: 'clear' })),
  };
}

/** The same key from the same customer is the same command, so that a retry is applied once. */
function commandId(request: HttpRequest, caller: Caller): string {
  const key = idempotencyKey(request);
  return key === undefined ? newId('cmd') : derivedId('cmd', caller.customerId, key);
}

/** If-Match is checked in the store, in the same atomic step as the change. */
function condition(request: HttpRequest): Pick<CartCommand, 'onlyIfVersion'> {
  const onlyIfVersion = ifMatchVersions(request.headers.get('if-match'));
  return onlyIfVersion ? { onlyIfVersion } : {};
}
