// The rim of every route of a caller's own things: who is calling, and whether he may change anything now,
// is settled before anything else happens.

import type { Cookie, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { clientAddress } from './client-address';
import type { CrossSiteRequest } from './cross-site';
import { AppError } from './errors';
import { type HttpHandler, route } from './http';
import type { Caller, Customer, Identify } from './identity';
import type { CountWrite } from './write-limits';

export type CustomerHandler = (
  request: HttpRequest,
  caller: Caller,
  context: InvocationContext,
) => Promise<HttpResponseInit>;

export type CustomerRoute = (handler: CustomerHandler) => HttpHandler;

export interface CustomerRoutes {
  /**
   * A route of the caller's own things: errors become problem documents as in `route`, no shared cache keeps the answer,
   * and a new guest gets the cookie whatever the answer is, so that a repetition of a failed request comes from the same guest.
   * Writes on behalf of foreign pages are refused (`CALLER.CROSS_SITE`), and those that are too many (`CALLER.TOO_MANY_WRITES`).
   */
  customerRoute: CustomerRoute;
  /**
   * Such a route that reads or changes the caller's cart: what a customer gathered as a guest is in it, from the first
   * signed-in request on. It needs the durable client as an extra input.
   */
  cartRoute: CustomerRoute;
}

export interface CustomerRoutesOptions {
  identify: Identify;
  isCrossSite: (request: CrossSiteRequest) => boolean;
  countWrite: CountWrite;
  /** Moves a guest's cart into a customer's; true when nothing is left in it. */
  mergeGuestCart: (guestId: string, customerId: string, context: InvocationContext) => Promise<boolean>;
}

export function makeCustomerRoutes(options: CustomerRoutesOptions): CustomerRoutes {
  const { identify, isCrossSite, countWrite, mergeGuestCart } = options;

  function admitted(request: HttpRequest): Caller {
    if (isCrossSite(request)) {
      throw new AppError('CALLER.CROSS_SITE', 'Send it from a page of this shop, or have the origin of yours allowed.');
    }
    return identify(request);
  }

  function count(request: HttpRequest, caller: Caller): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const retryAfterSeconds = countWrite(caller, clientAddress(request.headers.get('x-forwarded-for')));
    if (retryAfterSeconds === 0) return;
    const detail = `Try again in ${retryAfterSeconds} s.`;
    throw new AppError('CALLER.TOO_MANY_WRITES', detail, { retryAfterSeconds });
  }

  /** The cookie to forget, once the guest's cart is empty; until then the next request goes on with it. */
  async function cartTakenOver({ customerId, formerGuest }: Customer, context: InvocationContext): Promise<Cookie[]> {
    if (!formerGuest) return [];
    const isEmpty = await mergeGuestCart(formerGuest.guestId, customerId, context);
    return isEmpty ? [formerGuest.removal] : [];
  }

  const routeWith =
    (usesCart: boolean): CustomerRoute =>
    (handler) =>
    async (request, context) => {
      const cookies: Cookie[] = [];
      const answer = await route(async () => {
        const caller = admitted(request);
        if (caller.kind === 'guest' && caller.cookie) cookies.push(caller.cookie);
        count(request, caller);
        if (usesCart && caller.kind === 'customer') cookies.push(...(await cartTakenOver(caller, context)));
        return handler(request, caller, context);
      })(request, context);
      const headers = new Headers(answer.headers);
      if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
      return { ...answer, headers, cookies: [...(answer.cookies ?? []), ...cookies] };
    };

  return { customerRoute: routeWith(false), cartRoute: routeWith(true) };
}
