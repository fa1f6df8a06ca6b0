// Handles every HTTP request: passes it to the admin API or a webhook, or turns it into an invocation of a function.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostJson } from '../../config/host-json';
import type { Logs } from '../../core/logs';
import type { Execute, ExecutionResult } from '../../execution/executor';
import type { Access } from './access';
import type { Admin } from './admin';
import type { Cors } from './cors';
import { absoluteUrl, BadTarget, BodyTooLarge, httpBindingData, httpData, readBody, requestPath } from './request';
import { writeEmpty, writeResponse } from './response';
import type { RouteMatch, Router } from './router';
import type { RequestHandler } from './server';
import { type Webhooks, webhookRequest, webhookTarget } from './webhooks';

/** The reason that the console shows for every HTTP invocation, as in the genuine host. */
export const httpReason = 'This function was programmatically called via the host APIs.';

/** Runs a function of an app that uses HTTP streaming, and writes the response. */
export type StreamInvocation = (match: RouteMatch, request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpDeps {
  router: Router;
  execute: Execute;
  access: Access;
  admin: Admin;
  webhooks: Webhooks;
  settings: HostJson['http'];
  logs: Logs;
  bodyLimitBytes: number;
  /** For requests without a `Host` header. */
  defaultHost: string;
  /** The page at `/` if no function has that route; absent = disabled, respond with 204. */
  homePage?: string;
  cors?: Cors;
  stream?: StreamInvocation;
}

/** @returns the handler for every request to the host. It never throws. */
export function makeHttpHandler(deps: HttpDeps): RequestHandler {
  const customHeaders = Object.entries(deps.settings.customHeaders);
  const limit = deps.settings.maxOutstandingRequests;
  let outstanding = 0;
  return (request, response) => {
    for (const [name, value] of customHeaders) response.setHeader(name, value);
    if (deps.cors?.(request, response)) return;
    if (limit >= 0 && outstanding >= limit) return writeEmpty(response, 429);
    void serve(request, response);
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    outstanding++;
    try {
      await answer(deps, request, response);
    } catch (error) {
      answerFailure(deps, request, response, error as Error);
    } finally {
      outstanding--;
    }
  }
}

async function answer(deps: HttpDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = requestPath(request);
  if (hostPaths.test(path) && (await answerForHost(deps, request, response, path))) return;
  const match = deps.router.match(request.method ?? '', path);
  if (!match) {
    if (path === '/') writeHomePage(deps, response);
    else writeEmpty(response, 404);
  } else if (match.route.disabled && !deps.access.allowsAdmin(request)) {
    writeEmpty(response, 404);
  } else if (!deps.access.allowsFunction(match.route.authLevel, match.route.fn.name, request)) {
    writeEmpty(response, 401);
  } else if (deps.stream) {
    await deps.stream(match, request, response);
  } else {
    await invoke(deps, match, request, response);
  }
}

/** Paths of the host take precedence over routes of functions. */
const hostPaths = /^\/(?:admin|runtime|durabletask)(?:\/|$)/i;

async function answerForHost(
  deps: HttpDeps,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  return (await deps.admin(request, response, path)) || (await answerWebhook(deps, request, response, path));
}

async function answerWebhook(
  deps: HttpDeps,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  const target = webhookTarget(path);
  if (!target) return false;
  if (!target.local && !deps.access.allowsExtension(target.extension, request)) {
    writeEmpty(response, 401, { 'www-authenticate': 'Bearer' });
    return true;
  }
  const handle = Object.hasOwn(deps.webhooks, target.extension) ? deps.webhooks[target.extension] : undefined;
  if (!handle) {
    writeEmpty(response, 404);
    return true;
  }
  const { status, headers = {}, body } = await handle(await webhookRequest(request, target.rest, deps.bodyLimitBytes));
  response.statusCode = status;
  // Without writeHead, node:http knows the length and sends head and body in one write.
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
  return true;
}

async function invoke(
  deps: HttpDeps,
  { route, params }: RouteMatch,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, deps.bodyLimitBytes);
  const parts = { url: absoluteUrl(request, deps.defaultHost), params, body };
  const run = deps.execute(route.fn, {
    reason: httpReason,
    trigger: httpData(request, parts),
    ...(route.bindsExpressions && { bindingData: httpBindingData(request, parts) }),
  });
  let result: ExecutionResult;
  try {
    result = await run;
  } catch {
    // The executor has logged the error. The client gets no details.
    writeEmpty(response, 500);
    return;
  }
  writeResponse(response, result.returnValue);
}

function writeHomePage(deps: HttpDeps, response: ServerResponse): void {
  if (deps.homePage === undefined) {
    writeEmpty(response, 204);
    return;
  }
  response.setHeader('content-type', 'text/html');
  response.end(deps.homePage);
}

function answerFailure(deps: HttpDeps, { method, url }: IncomingMessage, response: ServerResponse, error: Error): void {
  // The client has disconnected.
  if (response.destroyed) return;
  if (error instanceof BodyTooLarge) {
    writeEmpty(response, 413, { connection: 'close' });
    return;
  }
  if (error instanceof BadTarget) {
    writeEmpty(response, 400, { connection: 'close' });
    return;
  }
  deps.logs.write('error', 'Host.Http', `Cannot respond to ${method} ${url}: ${error.stack ?? error.message}`);
  if (response.headersSent) response.destroy();
  else writeEmpty(response, 500);
}
