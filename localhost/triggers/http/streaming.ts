// HTTP streaming: an app that turns it on takes requests on a server inside @azure/functions.
// The client's request is forwarded there while the invocation runs; its id brings the two together.

import { randomUUID } from 'node:crypto';
import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { urlToHttpOptions } from 'node:url';
import type { Execute } from '../../execution/executor';
import type { TypedData } from '../../worker/typed-data';
import { httpReason, type StreamInvocation } from './http-handler';
import { writeEmpty } from './response';
import type { RouteMatch } from './router';

/** They belong to one connection and are not forwarded; the library answers `expect` by itself. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** @param httpUri where the library listens, as its capabilities tell. */
export function makeStreaming(options: { httpUri: string; execute: Execute; defaultHost: string }): StreamInvocation {
  const agent = new Agent({ keepAlive: true });
  const target = { ...urlToHttpOptions(new URL(options.httpUri)), agent };
  return async (match, request, response) => {
    const invocationId = randomUUID();
    const forwarded = httpRequest({
      ...target,
      method: request.method,
      path: request.url,
      headers: forwardedHeaders(request, invocationId, options.defaultHost),
    });
    relay(request, forwarded, response);
    try {
      const { empty } = await options.execute(match.route.fn, {
        invocationId,
        reason: httpReason,
        trigger: { http: {} },
        triggerMetadata: triggerMetadata(match, request),
      });
      // The library answers only a handler that returned something.
      if (empty) endWithout(forwarded, response, 204);
    } catch {
      // Logged by the executor; a client learns nothing of the reason.
      endWithout(forwarded, response, 500);
    }
  };
}

function relay(request: IncomingMessage, forwarded: ClientRequest, response: ServerResponse): void {
  request.pipe(forwarded);
  forwarded.on('response', (answer) => {
    if (response.headersSent || response.destroyed) return;
    response.statusCode = answer.statusCode ?? 200;
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !hopByHop.has(name) && name !== 'date') response.setHeader(name, value);
    }
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  forwarded.on('error', () => {
    if (response.headersSent) response.destroy();
  });
  response.on('close', () => forwarded.destroy());
}

/** Answers in place of the library, which will never do it for this invocation. */
function endWithout(forwarded: ClientRequest, response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else writeEmpty(response, status);
  forwarded.destroy();
}

function forwardedHeaders(
  request: IncomingMessage,
  invocationId: string,
  defaultHost: string,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !hopByHop.has(name)) headers[name] = value;
  }
  return {
    ...headers,
    'x-ms-invocation-id': invocationId,
    'x-forwarded-host': request.headers.host ?? defaultHost,
    'x-forwarded-proto': 'http',
  };
}

/** In this mode the library takes headers and route parameters from here, not from the request. */
function triggerMetadata({ params }: RouteMatch, request: IncomingMessage): Record<string, TypedData> {
  const named = Object.entries(params).map(([name, value]): [string, TypedData] => [name, { string: value }]);
  return { ...Object.fromEntries(named), Headers: { json: JSON.stringify(request.headers) } };
}
