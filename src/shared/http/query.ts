// The query of a request, checked by a schema: a parameter that a route does not know is refused, because a list that ignored a
// filter would show what was not asked for.

import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { parse } from './http';

/** How a function key may come with a request, besides the header `x-functions-key`. The platform reads them. */
const ofThePlatform = ['code', 'clientId'];

/** @throws AppError `REQUEST.INVALID` that names the parameter. */
export function readQuery<T>(request: Pick<HttpRequest, 'query'>, schema: z.ZodType<T>): T {
  return parse(Object.fromEntries(request.query), schema);
}

/** The same for a route with a function key, which may be part of the query. */
export function readOwnerQuery<T>(request: Pick<HttpRequest, 'query'>, schema: z.ZodType<T>): T {
  const parameters = [...request.query].filter(([name]) => !ofThePlatform.includes(name));
  return parse(Object.fromEntries(parameters), schema);
}

/** For a route without parameters. */
export const noQuery = z.strictObject({});
