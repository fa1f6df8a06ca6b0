// An HTTP client for a host that is killed and restarted: it repeats a request until there is a response.

import { setTimeout as sleep } from 'node:timers/promises';

export interface Answer {
  status: number;
  text: string;
  /** The request was sent more than once, and an earlier one may have been accepted although its response was lost. */
  repeated: boolean;
}

export interface RetryingClient {
  /** @throws Error when a running host does not respond in time. */
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** For requests that must not be repeated. @returns undefined when there was no response. */
  sendOnce(method: string, path: string, body?: unknown): Promise<{ status: number; text: string } | undefined>;
  /** The parsed body of a GET; undefined on 404. */
  read<T>(path: string): Promise<T | undefined>;
  /** All pages of a list. */
  readAll<T>(path: string): Promise<T[]>;
}

const pauseMs = 25;
/** Far longer than any response takes: a host that exceeds it hangs. */
const responseLimitMs = 20_000;

/** @param origin returns undefined until the host has been ready for the first time. */
export function makeRetryingClient(origin: () => string | undefined): RetryingClient {
  async function attempt(method: string, path: string, body: unknown, token?: string): Promise<Response | undefined> {
    const base = origin();
    if (base === undefined) return undefined;
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        signal: AbortSignal.timeout(responseLimitMs),
        headers: { 'content-type': 'application/json', ...(token && { 'x-ms-continuation-token': token }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return response.status === 503 ? undefined : new Response(await response.text(), response);
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') throw new Error(`No response to ${method} ${path}.`);
      // The host was killed before it responded.
      return undefined;
    }
  }

  async function sendUntilAnswered(method: string, path: string, body?: unknown, token?: string) {
    for (let attempts = 1; ; attempts++) {
      const response = await attempt(method, path, body, token);
      if (response) return { response, repeated: attempts > 1 };
      await sleep(pauseMs);
    }
  }

  return {
    async send(method, path, body) {
      const { response, repeated } = await sendUntilAnswered(method, path, body);
      return { status: response.status, text: await response.text(), repeated };
    },
    async sendOnce(method, path, body) {
      const response = await attempt(method, path, body);
      if (response) return { status: response.status, text: await response.text() };
      await sleep(pauseMs);
      return undefined;
    },
    async read<T>(path: string) {
      const { response } = await sendUntilAnswered('GET', path);
      return response.status === 404 ? undefined : ((await response.json()) as T);
    },
    async readAll<T>(path: string) {
      const items: T[] = [];
      let token: string | undefined;
      do {
        const { response } = await sendUntilAnswered('GET', path, undefined, token);
        items.push(...((await response.json()) as T[]));
        token = response.headers.get('x-ms-continuation-token') ?? undefined;
      } while (token);
      return items;
    },
  };
}
