// Answers every request under /api that no other route takes: the host's own 404 has no body.

import { AppError } from '../shared/http/errors';
import { type HttpHandler, route } from '../shared/http/http';

/** @throws nothing: the answer is always a problem document with `ROUTE.NOT_FOUND`. */
export const unknownRoute: HttpHandler = route(async ({ method }) => {
  throw new AppError('ROUTE.NOT_FOUND', `Nothing answers ${method} at this path: check both against the API.`);
});
