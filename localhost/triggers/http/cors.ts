// CORS: allows cross-origin requests as configured in `Host.CORS` of local.settings.json or with --cors.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeEmpty } from './response';

export interface CorsOptions {
  /** `['*']` for all. */
  origins: string[];
  /** Has no effect with `*`. */
  credentials: boolean;
}

/** Adds the headers for the request's origin. @returns true if it was a preflight request and has been answered. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

export function makeCors({ origins, credentials }: CorsOptions): Cors {
  const any = origins.includes('*');
  const allowed = new Set(origins.map((origin) => origin.toLowerCase()));
  return (request, response) => {
    const { origin } = request.headers;
    if (!origin) return false;
    const method = request.headers['access-control-request-method'];
    const preflight = request.method === 'OPTIONS' && method !== undefined;
    if (any || allowed.has(origin.toLowerCase())) {
      response.setHeader('access-control-allow-origin', any ? '*' : origin);
      if (!any) response.setHeader('vary', 'Origin');
      if (credentials && !any) response.setHeader('access-control-allow-credentials', 'true');
      if (preflight) allowRequested(request, response, method);
    }
    if (preflight) writeEmpty(response, 204);
    return preflight;
  };
}

function allowRequested(request: IncomingMessage, response: ServerResponse, method: string): void {
  response.setHeader('access-control-allow-methods', method);
  const headers = request.headers['access-control-request-headers'];
  if (headers) response.setHeader('access-control-allow-headers', headers);
}
