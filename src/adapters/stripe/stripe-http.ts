// Wraps the HTTP client of Stripe's package with checks that it lacks: a response that does not come from Stripe becomes an error,
// and time and length of a body are limited.

import type { IncomingMessage } from 'node:http';
import type { HttpClient, HttpClientResponse } from 'stripe';
import { checkedBody } from './stripe-answers';

/** In characters. The responses used here have a few thousand. */
const maxBodyLength = 1_000_000;

export function makeStripeHttp(inner: HttpClient): HttpClient {
  return {
    getClientName: () => inner.getClientName(),
    async makeRequest(...request) {
      const timeoutMs = request[7];
      return checked(await inner.makeRequest(...request), timeoutMs);
    },
  };
}

function checked(response: HttpClientResponse, timeoutMs: number): HttpClientResponse {
  const status = response.getStatusCode();
  return {
    getStatusCode: () => status,
    getHeaders: () => response.getHeaders(),
    getRawResponse: () => response.getRawResponse(),
    toStream: (done) => response.toStream(done),
    async toJSON() {
      const release = limit(response.getRawResponse() as IncomingMessage, timeoutMs);
      try {
        return checkedBody(status, await response.toJSON());
      } catch (error) {
        // A complete body that is not JSON. The error of a broken connection is passed on.
        if (error instanceof SyntaxError) return checkedBody(status, undefined);
        throw error;
      } finally {
        release();
      }
    },
  };
}

/** The client's own timeout covers idle time only: a body that arrives slowly would never time out. */
function limit(raw: IncomingMessage, timeoutMs: number): () => void {
  let length = 0;
  const timer = setTimeout(() => raw.destroy(new Error(`The body did not end within ${timeoutMs} ms.`)), timeoutMs);
  raw.on('data', (chunk: string | Buffer) => {
    length += chunk.length;
    if (length > maxBodyLength) raw.destroy(new Error(`The body has more than ${maxBodyLength} characters.`));
  });
  return () => clearTimeout(timer);
}
