// What handlers of orders need of a route: who is calling. They are given it by `makeCustomerRoutes` of src/shared/http.

import type { z } from 'zod';
import type { HttpHandler } from '../../shared/http/http';

type Request = Parameters<HttpHandler>[0];
type Context = Parameters<HttpHandler>[1];

export type CallerHandler<Q> = (
  request: Request,
  caller: { customerId: string; kind?: 'guest' | 'customer'; formerGuest?: { guestId: string } },
  context: Context,
  query: Q,
) => ReturnType<HttpHandler>;

export type CallerRoute = <Q>(handler: CallerHandler<Q>, query?: z.ZodType<Q>) => HttpHandler;
