// HTTP requests to a host that is killed meanwhile: a request without an answer is sent again until there is one.

import { setTimeout as sleep } from 'node:timers/promises';

export interface Answer {
  status: number;
  text: string;
  /** The first one may have been taken all the same: its answer was lost. */
  repeated: boolean;
}

export interface PatientClient {
  /** @throws Error when a living host gives no answer in time. */
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** For requests that must not be taken twice. @returns undefined when there was no answer. */
  sendOnce(method: string, path: string, body?: unknown): Promise<{ status: number; text: string } | undefined>;
  /** The parsed body of a GET; undefined for 404. */
  read<T>(path: string): Promise<T | undefined>;
  /** Also follows the pages of a list. */
  readAll<T>(path: string): Promise<T[]>;
}

const pauseMs = 25;
/** Far more than any answer takes: a host that is alive and silent hangs. */
const answerLimitMs = 20_000;

/** @param origin undefined as long as the host has never been ready. */
export function makePatientClient(origin: () => string | undefined): PatientClient {
  async function attempt(method: string, path: string, body: unknown, token?: string): Promise<Response | undefined> {
    const base = origin();
    if (base === undefined) return undefined;
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        signal: AbortSignal.timeout(answerLimitMs),
        headers: { 'content-type': 'application/json', ...(token && { 'x-ms-continuation-token': token }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return response.status === 503 ? undefined : new Response(await response.text(), response);
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') throw new Error(`No answer to ${method} ${path}.`);
      // The host was killed before it answered.
      return undefined;
    }
  }

  async function insist(method: string, path: string, body?: unknown, token?: string) {
    for (let attempts = 1; ; attempts++) {
      const response = await attempt(method, path, body, token);
      if (response) return { response, repeated: attempts > 1 };
      await sleep(pauseMs);
    }
  }

  return {
    async send(method, path, body) {
      const { response, repeated } = await insist(method, path, body);
      return { status: response.status, text: await response.text(), repeated };
    },
    async sendOnce(method, path, body) {
      const response = await attempt(method, path, body);
      if (response) return { status: response.status, text: await response.text() };
      await sleep(pauseMs);
      return undefined;
    },
    async read<T>(path: string) {
      const { response } = await insist('GET', path);
      return response.status === 404 ? undefined : ((await response.json()) as T);
    },
    async readAll<T>(path: string) {
      const items: T[] = [];
      let token: string | undefined;
      do {
        const { response } = await insist('GET', path, undefined, token);
        items.push(...((await response.json()) as T[]));
        token = response.headers.get('x-ms-continuation-token') ?? undefined;
      } while (token);
      return items;
    },
  };
}
