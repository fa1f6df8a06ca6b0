// The rim of every route of a caller's own things: who is calling is settled before anything else happens.

import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { type HttpHandler, route } from './http';
import type { Caller, Identify } from './identity';

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
   */
  customerRoute: CustomerRoute;
  /** Such a route that reads or changes the caller's cart. */
  cartRoute: CustomerRoute;
}

export interface CustomerRoutesOptions {
  identify: Identify;
}

export function makeCustomerRoutes({ identify }: CustomerRoutesOptions): CustomerRoutes {
  const customerRoute: CustomerRoute = (handler) => async (request, context) => {
    const caller = identify(request);
    const answer = await route((incoming) => handler(incoming, caller, context))(request, context);
    const headers = new Headers(answer.headers);
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
    const cookies = [...(answer.cookies ?? []), ...(caller.cookie ? [caller.cookie] : [])];
    return { ...answer, headers, cookies };
  };
  return { customerRoute, cartRoute: customerRoute };
}
