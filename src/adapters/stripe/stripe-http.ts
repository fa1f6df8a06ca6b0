// Stripe's own HTTP client with three things that it leaves open: what is not an answer of Stripe's becomes an error, and a body
// may neither last longer than the time for one request nor be of any length.

import type { IncomingMessage } from 'node:http';
import type { HttpClient, HttpClientResponse } from 'stripe';
import { stripesAnswer } from './stripe-answers';

/** Characters. The answers that are asked for here have a few thousand. */
const longestBody = 1_000_000;

export function makeStripeHttp(inner: HttpClient): HttpClient {
  return {
    getClientName: () => inner.getClientName(),
    async makeRequest(...request) {
      const timeoutMs = request[7];
      return judged(await inner.makeRequest(...request), timeoutMs);
    },
  };
}

function judged(response: HttpClientResponse, timeoutMs: number): HttpClientResponse {
  const status = response.getStatusCode();
  return {
    getStatusCode: () => status,
    getHeaders: () => response.getHeaders(),
    getRawResponse: () => response.getRawResponse(),
    toStream: (done) => response.toStream(done),
    async toJSON() {
      const release = limit(response.getRawResponse() as IncomingMessage, timeoutMs);
      try {
        return stripesAnswer(status, await response.toJSON());
      } catch (error) {
        // What was received in full but is no JSON; a connection that broke stays what it is.
        if (error instanceof SyntaxError) return stripesAnswer(status, undefined);
        throw error;
      } finally {
        release();
      }
    },
  };
}

/** The client's own timeout is for silence only: a body that comes in drops would never end. */
function limit(raw: IncomingMessage, timeoutMs: number): () => void {
  let length = 0;
  const timer = setTimeout(() => raw.destroy(new Error(`No end of the body within ${timeoutMs} ms.`)), timeoutMs);
  raw.on('data', (chunk: string | Buffer) => {
    length += chunk.length;
    if (length > longestBody) raw.destroy(new Error(`More than ${longestBody} characters.`));
  });
  return () => clearTimeout(timer);
}
