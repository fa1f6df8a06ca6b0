// The admin API below `/admin`: host status, functions and keys, and manual runs of a function.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject } from '../../config/host-json-overrides';
import type { RegisteredFunction } from '../../worker/function-registry';
import type { Access } from './access';
import type { KeyStore } from './keys';
import { readBody } from './request';
import { writeEmpty, writeJson } from './response';

export interface AdminDeps {
  access: Access;
  keys: KeyStore;
  functions: RegisteredFunction[];
  /** The body of `/admin/host/status`. */
  status(): object;
  /** The body of `/admin/host/flex`; absent = 404. */
  flexStatus?(): object;
  /** `/admin/clock`; absent = 404. */
  clock?: AdminClock;
  /** One element of `/admin/functions`. */
  describe(fn: RegisteredFunction, origin: string): object;
  /** Runs the function in the background. @throws when its trigger type cannot be run manually. */
  runManually(fn: RegisteredFunction, input: string): void;
  /** Runs the function with the warm-up trigger, if there is one, at most once per process. */
  warmUp(): Promise<void>;
  bodyLimitBytes: number;
}

export interface AdminClock {
  status(): object;
  /** Moves the clock as the body says. @returns why it could not, with the status of the response. */
  move(body: string): Promise<{ status: 400 | 409; error: string } | undefined>;
}

/** Responds to requests below `/admin`. @returns false for any other path. */
export type Admin = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

type Answer = (request: IncomingMessage, response: ServerResponse, name: string) => void | Promise<void>;

interface Endpoint {
  method: string;
  pattern: RegExp;
  /** Needs no key. */
  open?: boolean;
  answer: Answer;
}

export function makeAdmin(deps: AdminDeps): Admin {
  const endpoints = makeEndpoints(deps);
  return async (request, response, path) => {
    if (!/^\/admin(\/|$)/i.test(path)) return false;
    for (const { method, pattern, open, answer } of endpoints) {
      const match = pattern.exec(path);
      if (!match || !method.split(' ').includes(request.method ?? '')) continue;
      if (open || deps.access.allowsAdmin(request)) await answer(request, response, decoded(match[1] ?? ''));
      else writeEmpty(response, 401, { 'www-authenticate': 'Bearer' });
      return true;
    }
    writeEmpty(response, 404);
    return true;
  };
}

/** A name that cannot be decoded is used unchanged; no function has such a name. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function makeEndpoints(deps: AdminDeps): Endpoint[] {
  const withFunction =
    (
      answer: (request: IncomingMessage, response: ServerResponse, fn: RegisteredFunction) => void | Promise<void>,
    ): Answer =>
    (request, response, name) => {
      const fn = deps.functions.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
      return fn ? answer(request, response, fn) : writeEmpty(response, 404);
    };
  const noStore = { 'cache-control': 'no-store,no-cache', pragma: 'no-cache' };
  return [
    {
      method: 'GET',
      pattern: /^\/admin\/host\/status\/?$/i,
      answer: (_, response) => writeJson(response, 200, deps.status()),
    },
    {
      method: 'GET',
      pattern: /^\/admin\/host\/flex\/?$/i,
      answer(_, response) {
        if (deps.flexStatus) writeJson(response, 200, deps.flexStatus());
        else writeEmpty(response, 404);
      },
    },
    {
      method: 'GET POST',
      pattern: /^\/admin\/clock\/?$/i,
      answer: (request, response) => clock(deps, request, response),
    },
    {
      method: 'GET POST',
      pattern: /^\/admin\/host\/ping\/?$/i,
      open: true,
      answer: (_, response) => writeEmpty(response, 200, noStore),
    },
    { method: 'GET', pattern: /^\/admin\/host\/systemkeys\/?$/i, answer: keyList(() => deps.keys.systemKeys()) },
    { method: 'GET', pattern: /^\/admin\/host\/keys\/?$/i, answer: keyList(() => deps.keys.hostKeys()) },
    {
      method: 'GET',
      pattern: /^\/admin\/functions\/?$/i,
      answer: (request, response) =>
        writeJson(
          response,
          200,
          deps.functions.map((fn) => deps.describe(fn, originOf(request))),
        ),
    },
    {
      method: 'GET',
      pattern: /^\/admin\/functions\/([^/]+)\/?$/i,
      answer: withFunction((request, response, fn) => writeJson(response, 200, deps.describe(fn, originOf(request)))),
    },
    {
      method: 'GET',
      pattern: /^\/admin\/functions\/([^/]+)\/status\/?$/i,
      answer: withFunction((_, response) => writeJson(response, 200, { errors: [] })),
    },
    {
      method: 'GET',
      pattern: /^\/admin\/functions\/([^/]+)\/keys\/?$/i,
      answer: withFunction((request, response, fn) =>
        keyList(() => deps.keys.functionKeys(fn.name))(request, response, fn.name),
      ),
    },
    {
      method: 'POST',
      pattern: /^\/admin\/functions\/([^/]+)\/?$/i,
      answer: withFunction((request, response, fn) => runManually(deps, request, response, fn)),
    },
    {
      method: 'GET POST',
      pattern: /^\/admin\/warmup\/?$/i,
      open: true,
      async answer(_, response) {
        await deps.warmUp();
        writeEmpty(response, 200);
      },
    },
  ];
}

async function clock(deps: AdminDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!deps.clock) return writeEmpty(response, 404);
  if (request.method === 'POST') {
    const refusal = await deps.clock.move((await readBody(request, deps.bodyLimitBytes)).toString('utf8'));
    if (refusal) return writeJson(response, refusal.status, { error: refusal.error });
  }
  writeJson(response, 200, deps.clock.status());
}

async function runManually(
  deps: AdminDeps,
  request: IncomingMessage,
  response: ServerResponse,
  fn: RegisteredFunction,
): Promise<void> {
  const input = inputOf(await readBody(request, deps.bodyLimitBytes));
  if (input === undefined) return writeEmpty(response, 400);
  try {
    deps.runManually(fn, input);
  } catch (error) {
    return writeJson(response, 400, { error: (error as Error).message });
  }
  return writeEmpty(response, 202);
}

/** Reads `{"input": "text"}`. @returns undefined for any other body. */
function inputOf(body: Buffer): string | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (!isObject(value)) return undefined;
    const { input = '' } = value;
    return typeof input === 'string' ? input : JSON.stringify(input);
  } catch {
    // Not JSON: gets a 400, like any other invalid body.
    return undefined;
  }
}

function keyList(keys: () => Record<string, string>): Answer {
  return (request, response) =>
    writeJson(response, 200, {
      keys: Object.entries(keys()).map(([name, value]) => ({ name, value })),
      links: [{ rel: 'self', href: `${originOf(request)}${request.url ?? ''}` }],
    });
}

function originOf(request: IncomingMessage): string {
  return `http://${request.headers.host ?? 'localhost'}`;
}
