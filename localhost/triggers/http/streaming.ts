// HTTP streaming: if an app enables it, @azure/functions opens its own server for request and response bodies.
// The host forwards the client's request to that server while the invocation runs; the invocation id links the two.

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
import { absoluteUrl, httpBindingData, namedValues, noBody, readBody } from './request';
import { writeEmpty } from './response';
import type { RouteMatch } from './router';
import { makeInTurn } from './turns';

/** Headers that apply to one connection and are not forwarded. The library handles `expect` itself. */
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

export interface StreamingOptions {
  /** Where the library listens, from its capabilities. */
  httpUri: string;
  execute: Execute;
  defaultHost: string;
  /** For bodies that other bindings take values from; a body that is only passed on may have any size. */
  bodyLimitBytes: number;
}

export function makeStreaming(options: StreamingOptions): StreamInvocation {
  const agent = new Agent({ keepAlive: true });
  const uri = new URL(options.httpUri);
  const target = { ...urlToHttpOptions(uri), agent };
  const inTurn = makeInTurn(agent, Number(uri.port));
  return async ({ route, params }, request, response) => {
    const invocationId = randomUUID();
    const body = await bodyForBindings(route, request, options.bodyLimitBytes);
    const forwarded = await inTurn(() => {
      const headers = forwardedHeaders(request, invocationId, options.defaultHost);
      const sent = httpRequest({ ...target, method: request.method, path: request.url, headers });
      relay(request, body, sent, response);
      return sent;
    });
    if (response.destroyed) return;
    const url = absoluteUrl(request, options.defaultHost);
    try {
      const { empty } = await options.execute(route.fn, {
        invocationId,
        reason: httpReason,
        trigger: { http: {} },
        triggerMetadata: triggerMetadata(namedValues(url, params), request),
        ...(route.bindsExpressions && { bindingData: httpBindingData(request, { url, params, body: body ?? noBody }) }),
      });
      // The library responds only if the handler returned something.
      if (empty) respondInstead(forwarded, response, 204);
    } catch {
      // The executor has logged the error. The client gets no details.
      respondInstead(forwarded, response, 500);
    }
  };
}

/** Other bindings may take values from a JSON body of known length. @returns undefined when nothing has been read. */
async function bodyForBindings(
  { bindsExpressions }: RouteMatch['route'],
  request: IncomingMessage,
  limitBytes: number,
): Promise<Buffer | undefined> {
  const isRead = bindsExpressions && Number(request.headers['content-length']) > 0;
  return isRead ? readBody(request, limitBytes) : undefined;
}

function relay(
  request: IncomingMessage,
  body: Buffer | undefined,
  forwarded: ClientRequest,
  response: ServerResponse,
): void {
  if (body) forwarded.end(body);
  else request.pipe(forwarded);
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

/** Responds when the library never will for this invocation. */
function respondInstead(forwarded: ClientRequest, response: ServerResponse, status: number): void {
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

/** When streaming, the library reads headers and parameters from the trigger metadata, not from the request. */
function triggerMetadata(named: Record<string, string>, request: IncomingMessage): Record<string, TypedData> {
  const texts = Object.entries(named).map(([name, value]): [string, TypedData] => [name, { string: value }]);
  return { ...Object.fromEntries(texts), Headers: { json: JSON.stringify(request.headers) } };
}
