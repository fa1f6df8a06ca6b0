// Callers of the shop: guests with a cookie each, and the owner with a function key. Each has the typed client, and a way to
// send what that client would not.

import { type ApiClient, makeApiClient } from '../../client/api-client';

export interface Answer<T> {
  status: number;
  headers: Headers;
  /** The parsed JSON, else the text; `undefined` without a body. */
  body: T;
}

export interface AskOptions {
  /** Sent as JSON; a string is sent unchanged. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sends one request; `path` is relative to `/api`, e.g. `/cart`. Never throws for an HTTP status, and follows no redirection. */
export type Ask = <T = unknown>(method: string, path: string, options?: AskOptions) => Promise<Answer<T>>;

export interface ApiCaller {
  readonly api: ApiClient;
}

export type Caller = Ask & ApiCaller;

export type Send = (request: Request) => Promise<Response>;

export interface Shop {
  /** The app's origin, e.g. `http://localhost:7071`. */
  origin(): string;
  /** Without a cookie. */
  anyone: Caller;
  /** As the owner, with the function key if one was given. */
  owner: Caller;
  /** A new guest, who keeps the cookie of the first response. */
  guest(): Caller;
  /** The bytes at an absolute or relative url of this app. @throws when the status is not 200. */
  download(url: string): Promise<Buffer>;
}

/**
 * A client of the app at `origin`; pass a function if the app's port may change.
 * `ownerKey` is a function key; omit it for a host that does not require keys. `send` sends every request.
 */
export function makeShop(origin: string | (() => string), ownerKey?: string, send: Send = sendOnce): Shop {
  const at = typeof origin === 'string' ? () => origin : origin;
  return {
    origin: at,
    anyone: caller(at, send),
    owner: caller(at, ownerKey === undefined ? send : withHeader('x-functions-key', ownerKey, send)),
    guest: () => caller(at, withCookie(send)),
    async download(url) {
      const response = await fetch(new URL(url, at()));
      if (response.status !== 200) throw new Error(`GET ${url} returned ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
  };
}

/** Follows no redirection. */
export function sendOnce(request: Request): Promise<Response> {
  return fetch(request, { redirect: 'manual' });
}

function withHeader(name: string, value: string, send: Send): Send {
  return (request) => {
    request.headers.set(name, value);
    return send(request);
  };
}

function withCookie(send: Send): Send {
  let cookie: string | undefined;
  return async (request) => {
    if (cookie !== undefined) request.headers.set('cookie', cookie);
    const response = await send(request);
    const [pair] = response.headers.getSetCookie().map((text) => text.split(';')[0]);
    cookie ??= pair;
    return response;
  };
}

function caller(origin: () => string, send: Send): Caller {
  const ask: Ask = async <T>(method: string, path: string, { body, headers = {} }: AskOptions = {}) => {
    const request = new Request(new URL(`/api${path}`, origin()), {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await send(request);
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: parsed(text, isJson) as T };
  };
  const api = { get: () => makeApiClient({ origin: origin(), fetch: send }) };
  return Object.defineProperty(ask, 'api', api) as Caller;
}

function parsed(text: string, isJson: boolean): unknown {
  if (text === '') return undefined;
  return isJson ? JSON.parse(text) : text;
}

/** The response body. @throws with the body when the status is not an expected one. */
export function expectStatus<T>(answer: Answer<T>, ...expected: number[]): T {
  if (expected.includes(answer.status)) return answer.body;
  throw new Error(`expected ${expected.join(' or ')}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
}
