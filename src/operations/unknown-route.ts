// Answers every request under /api that no other route takes: the host's own 404 has no body, and it knows no 405.

import { z } from 'zod';
import { AppError } from '../shared/http/errors';
import { type HttpHandler, route } from '../shared/http/http';

const anyQuery = z.unknown();

/** @param methodsAt the methods of the routes at a path; empty when there is none. */
export function makeUnknownRoute(methodsAt: (path: string) => string[]): { unknownRoute: HttpHandler } {
  return {
    unknownRoute: route(async ({ method, params: { path = '' } }) => {
      const allow = methodsAt(`api/${path}`);
      if (allow.length > 0) {
        throw new AppError('ROUTE.METHOD_NOT_ALLOWED', `${method} is not one of ${allow.join(', ')}.`, { allow });
      }
      throw new AppError('ROUTE.NOT_FOUND', 'Nothing answers at this path: check it against the API.');
    }, anyQuery),
  };
}
