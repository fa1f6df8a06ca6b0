// A typed client of the API. The types of requests and answers are generated (api-types.d.ts), so a request that the API does
// not know does not compile. It runs in browsers and in Node.

import createClient from 'openapi-fetch';
import type { paths } from './api-types';

export type ApiClient = ReturnType<typeof createClient<paths>>;

export interface ApiClientOptions {
  /** Such as `https://shop.example`. Default: that of the page. */
  origin?: string;
  /** Sent with each request: `x-functions-key`, for example. */
  headers?: Record<string, string>;
  /** Sends the requests; default: the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * Each call answers with `data` or `error`, and with the `response` for status and headers. It throws only when there is no
 * answer; `expectData` turns an error into an exception.
 */
export function makeApiClient({ origin = '', ...options }: ApiClientOptions = {}): ApiClient {
  return createClient<paths>({ baseUrl: `${origin}/api`, ...options });
}
