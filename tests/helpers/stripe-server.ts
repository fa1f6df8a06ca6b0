// An HTTP server that mimics Stripe for the official client: form-encoded requests, JSON responses, idempotency keys that
// replay responses, a search index that lags, and network failures.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeStripeBooks, type StripeBooks, StripeProblem } from './stripe-books';
import { handleStripeRequest } from './stripe-routes';

export const stripeSecretKey = 'sk_test_of_our_own';

/**
 * A failure: `busy` before the request acts; `keptFault` likewise, but stored for the key; `lost` after it acted; or a response
 * from something between Stripe and the client.
 */
export type Mishap = 'busy' | 'keptFault' | 'keptFaultAfterActing' | 'lost' | Interference;

export interface Interference {
  interfere: (response: ServerResponse, whatStripeSaid: string) => void;
  /** Whether Stripe has acted before. */
  hasActed: boolean;
}

export interface StripeServer {
  url: string;
  books: StripeBooks;
  /** `<METHOD> <path>` of all requests in order. */
  asked: string[];
  /** Failures for the next requests whose `<METHOD> <path>` has this ending or matches, one each. */
  upset(request: string | RegExp, ...mishaps: Mishap[]): void;
  /** Forgets all idempotency keys, as after 24 hours. */
  forgetKeys(): void;
  /** While false, the search index is not updated. */
  searchIsCurrent: boolean;
  stop(): Promise<void>;
}

const inUse = 'idempotency_key_in_use';

interface Answer {
  status: number;
  body: unknown;
}

interface KeptAnswer {
  request: string;
  /** Undefined while the request is in progress. */
  answer?: Answer;
}

export async function startStripeServer(): Promise<StripeServer> {
  const books = makeStripeBooks();
  const kept = new Map<string, KeptAnswer>();
  const mishaps: { request: string | RegExp; mishap: Mishap }[] = [];
  const asked: string[] = [];

  const http = createServer(async (request, response) => {
    const form = new URLSearchParams(await textOf(request));
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stripe');
    asked.push(`${request.method} ${pathname}`);
    const key = request.headers['idempotency-key'];
    const fingerprint = `${request.method} ${pathname} ${form}`;
    const known = typeof key === 'string' && request.method === 'POST' ? kept.get(key) : undefined;
    if (request.headers.authorization !== `Bearer ${stripeSecretKey}`) {
      return send(response, problem(401, 'invalid_request_error', 'Invalid API Key provided.'));
    }
    if (known && known.request !== fingerprint) {
      return send(response, problem(400, 'idempotency_error', 'Keys for idempotent requests can only be used once.'));
    }
    if (known && !known.answer) return send(response, problem(409, 'idempotency_error', 'In progress.', inUse));

    const mishap = takeMishap(mishaps, `${request.method} ${pathname}`);
    if (mishap === 'busy') return send(response, problem(503, 'api_error', 'Busy: try again.'));
    if (typeof mishap === 'object' && !mishap.hasActed) return mishap.interfere(response, '');
    const entry: KeptAnswer = known ?? { request: fingerprint };
    if (typeof key === 'string') kept.set(key, entry);
    await new Promise(setImmediate);
    entry.answer ??= answer(request.method ?? '', pathname, request.method === 'POST' ? form : searchParams, mishap);
    if (mishap === 'lost') return response.destroy();
    if (typeof mishap === 'object') return mishap.interfere(response, JSON.stringify(entry.answer.body));
    return send(response, entry.answer, known !== undefined);
  });

  const answer = (method: string, path: string, params: URLSearchParams, mishap: Mishap | undefined): Answer => {
    const fault = problem(500, 'api_error', 'Something went wrong on our end.');
    if (mishap === 'keptFault') return fault;
    const acted = act(method, path, params);
    return mishap === 'keptFaultAfterActing' ? fault : acted;
  };

  const act = (method: string, path: string, params: URLSearchParams): Answer => {
    try {
      return { status: 200, body: handleStripeRequest(books, server.searchIsCurrent, method, path, params) };
    } catch (error) {
      if (!(error instanceof StripeProblem)) throw error;
      return { status: error.status, body: { error: error.error } };
    }
  };

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const server: StripeServer = {
    url: `http://127.0.0.1:${port}`,
    books,
    asked,
    searchIsCurrent: true,
    upset: (request, ...list) => mishaps.push(...list.map((mishap) => ({ request, mishap }))),
    forgetKeys: () => kept.clear(),
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

function takeMishap(mishaps: { request: string | RegExp; mishap: Mishap }[], asked: string): Mishap | undefined {
  const isMeant = (request: string | RegExp) =>
    typeof request === 'string' ? asked.endsWith(request) : request.test(asked);
  const index = mishaps.findIndex(({ request }) => isMeant(request));
  return index < 0 ? undefined : mishaps.splice(index, 1)[0]?.mishap;
}

function problem(status: number, type: string, message: string, code?: string): Answer {
  return { status, body: { error: { type, message, ...(code && { code }) } } };
}

function send(response: ServerResponse, { status, body }: Answer, isReplay = false): void {
  const replayed = isReplay ? { 'idempotent-replayed': 'true' } : {};
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test', ...replayed });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
