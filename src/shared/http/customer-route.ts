// Wraps every route that serves the caller's own cart and orders: before the handler runs, it is decided
// who is calling and whether they may make a change now.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { z } from 'zod';
import { clientAddress } from './client-address';
import type { CrossSiteRequest } from './cross-site';
import { AppError } from './errors';
import { type HttpHandler, route } from './http';
import type { Caller, Customer, Identify } from './identity';
import { type Quota, rateLimitFields } from './rate-limit-fields';
import { type ShopCookie, withCookies } from './shop-cookie';
import type { CountWrite } from './write-limits';

export type CustomerHandler<Q> = (
  request: HttpRequest,
  caller: Caller,
  context: InvocationContext,
  query: Q,
) => Promise<HttpResponseInit>;

/** @param query the parameters of the route; without it, it takes none. */
export type CustomerRoute = <Q>(handler: CustomerHandler<Q>, query?: z.ZodType<Q>) => HttpHandler;

export interface CustomerRoutes {
  /**
   * A route for the caller's own data: errors become problem documents as in `route`, shared caches do not store the response,
   * and a new guest gets the cookie with every response, so that the retry of a failed request comes from the same guest.
   * Refuses writes from other sites' pages (`CALLER.CROSS_SITE`) and too frequent ones (`CALLER.TOO_MANY_WRITES`). A write is
   * answered with what is left of its limits. A request with a faulty query is refused first, and counts nowhere.
   */
  customerRoute: CustomerRoute;
  /**
   * The same for a route that reads or changes the cart: from the first signed-in request on, the customer's cart contains
   * what they added as a guest. It needs the durable client as an extra input.
   */
  cartRoute: CustomerRoute;
  /** A cart route with limits of its own, far lower: each checkout costs an authorization, and may cost a mail. */
  checkoutRoute: CustomerRoute;
}

export interface CustomerRoutesOptions {
  identify: Identify;
  isCrossSite: (request: CrossSiteRequest) => boolean;
  countWrite: CountWrite;
  countCheckout: CountWrite;
  /** Moves a guest's cart into a customer's; true when the guest's cart is empty afterwards. */
  mergeGuestCart: (guestId: string, customerId: string, context: InvocationContext) => Promise<boolean>;
}

export function makeCustomerRoutes(options: CustomerRoutesOptions): CustomerRoutes {
  const { identify, isCrossSite, countWrite, countCheckout, mergeGuestCart } = options;

  function identifyCaller(request: HttpRequest): Caller {
    if (isCrossSite(request)) {
      throw new AppError(
        'CALLER.CROSS_SITE',
        'Send the request from a page of this shop, or add the origin of your page to FRONT_END_ORIGINS.',
      );
    }
    return identify(request);
  }

  function count(request: HttpRequest, caller: Caller, countOne: CountWrite, quotas: Quota[]): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const counted = countOne(caller, clientAddress(request.headers.get('x-forwarded-for')));
    quotas.push(...counted.quotas);
    const { waitSeconds: retryAfterSeconds } = counted;
    if (retryAfterSeconds === 0) return;
    const detail = `Try again in ${retryAfterSeconds} s.`;
    throw new AppError('CALLER.TOO_MANY_WRITES', detail, { retryAfterSeconds });
  }

  /** Removes the guest's cookie once their cart is empty; until then the next request continues the merge. */
  async function mergeFormerGuest(
    { customerId, formerGuest }: Customer,
    context: InvocationContext,
  ): Promise<ShopCookie[]> {
    if (!formerGuest) return [];
    const isEmpty = await mergeGuestCart(formerGuest.guestId, customerId, context);
    return isEmpty ? [formerGuest.removal] : [];
  }

  const routeWith =
    (usesCart: boolean, countOne: CountWrite): CustomerRoute =>
    (handler, query) =>
    async (request, context) => {
      const quotas: Quota[] = [];
      const cookies: ShopCookie[] = [];
      const answer = await route(async (_request, _context, parameters) => {
        const caller = identifyCaller(request);
        if (caller.kind === 'guest' && caller.cookie) cookies.push(caller.cookie);
        count(request, caller, countOne, quotas);
        if (usesCart && caller.kind === 'customer') cookies.push(...(await mergeFormerGuest(caller, context)));
        return handler(request, caller, context, parameters);
      }, query)(request, context);
      const headers = new Headers(answer.headers);
      for (const [name, value] of Object.entries(rateLimitFields(quotas))) headers.set(name, value);
      if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
      return withCookies({ ...answer, headers }, cookies);
    };

  return {
    customerRoute: routeWith(false, countWrite),
    cartRoute: routeWith(true, countWrite),
    checkoutRoute: routeWith(true, countCheckout),
  };
}
