// An HTTP client of the shop: guests with a cookie each, and the owner with a function key.

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

export interface Shop {
  /** The app's origin, e.g. `http://localhost:7071`. */
  origin(): string;
  /** Without a cookie. */
  anyone: Ask;
  /** As the owner, with the function key if one was given. */
  owner: Ask;
  /** A new guest, who keeps the cookie of the first response. */
  guest(): Ask;
  /** The bytes at an absolute or relative url of this app. @throws when the status is not 200. */
  download(url: string): Promise<Buffer>;
}

/**
 * A client of the app at `origin`; pass a function if the app's port may change.
 * `ownerKey` is a function key; omit it for a host that does not require keys.
 */
export function makeShop(origin: string | (() => string), ownerKey?: string): Shop {
  const at = typeof origin === 'string' ? () => origin : origin;
  return {
    origin: at,
    anyone: asker(at, () => ({})),
    owner: asker(at, () => (ownerKey === undefined ? {} : { 'x-functions-key': ownerKey })),
    guest: () => guest(at),
    async download(url) {
      const response = await fetch(new URL(url, at()));
      if (response.status !== 200) throw new Error(`GET ${url} returned ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
  };
}

function guest(origin: () => string): Ask {
  let cookie: string | undefined;
  const ask = asker(origin, () => (cookie === undefined ? {} : { cookie }));
  return async <T>(method: string, path: string, options?: AskOptions) => {
    const answer = await ask<T>(method, path, options);
    const [pair] = answer.headers.getSetCookie().map((text) => text.split(';')[0]);
    cookie ??= pair;
    return answer;
  };
}

function asker(origin: () => string, ownHeaders: () => Record<string, string>): Ask {
  return async <T>(method: string, path: string, { body, headers = {} }: AskOptions = {}): Promise<Answer<T>> => {
    const response = await fetch(new URL(`/api${path}`, origin()), {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...ownHeaders(), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: parsed(text, isJson) as T };
  };
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
