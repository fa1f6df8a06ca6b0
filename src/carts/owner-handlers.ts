// The carts of all customers over HTTP, for the owner: what is about to be bought, and what was left behind.

import type { InvocationContext } from '@azure/functions';
import type { ProductLookup } from '../shared/contracts';
import { type HttpHandler, route } from '../shared/http/http';
import { type AllCartsJson, allCartsQuery } from './all-carts-schemas';
import { unlessExpired } from './expired-cart';
import type { RecentCarts } from './ports';
import { priceCart } from './priced-cart';

export interface OwnerCartHandlerDeps {
  recentCartsOf: (context: InvocationContext) => RecentCarts;
  products: ProductLookup;
  /** The shop's currency (ISO 4217). */
  currency: () => Promise<string>;
  /** How long after its last change a cart expires, in ms. */
  expireAfterMs: number;
  now: () => Date;
}

const headers = { 'cache-control': 'no-store' };
const dayMs = 86_400_000;

export function makeOwnerCartHandlers(deps: OwnerCartHandlerDeps): { listCarts: HttpHandler } {
  const { recentCartsOf, products, currency, expireAfterMs, now } = deps;
  return {
    listCarts: route(async (_request, context, { days, limit }) => {
      const time = now().getTime();
      const { carts, complete } = await recentCartsOf(context).filledSince(new Date(time - days * dayMs), limit);
      const alive = carts.filter(({ cart }) => unlessExpired(cart, time, expireAfterMs).lines.length > 0);
      const skus = new Set(alive.flatMap(({ cart }) => cart.lines.map(({ sku }) => sku)));
      const [known, unit] = await Promise.all([skus.size > 0 ? products.find([...skus]) : [], currency()]);
      const priced = alive.map(({ customerId, cart }) => {
        return { customerId, touchedAt: cart.touchedAt, ...priceCart(cart, known, unit) };
      });
      const jsonBody: AllCartsJson = { carts: priced, complete };
      return { status: 200, headers, jsonBody };
    }, allCartsQuery),
  };
}
