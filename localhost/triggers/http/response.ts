// Writes the HTTP value that the library made of a handler's result.

import type { ServerResponse } from 'node:http';
import type { TypedData } from '../../worker/typed-data';
import { type RpcCookie, serializeCookie } from './cookies';

interface RpcHttpResponse {
  statusCode?: string;
  headers?: Record<string, string>;
  cookies?: RpcCookie[];
  body?: TypedData | null;
}

/** Headers that node:http makes itself: a wrong copy of them breaks the connection. */
const ownHeaders = new Set(['transfer-encoding', 'connection', 'keep-alive']);

/** A handler that returned nothing is 204. */
export function writeResponse(response: ServerResponse, returnValue: TypedData | undefined): void {
  if (!returnValue?.http) {
    writeEmpty(response, 204);
    return;
  }
  const { statusCode, headers = {}, cookies = [], body } = returnValue.http as RpcHttpResponse;
  response.statusCode = Number(statusCode ?? 200);
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined && !ownHeaders.has(name)) response.setHeader(name, value);
  }
  if (cookies.length > 0) response.appendHeader('set-cookie', cookies.map(serializeCookie));
  const bytes = body?.bytes;
  if (response.req.method !== 'HEAD' && response.hasHeader('content-length')) response.removeHeader('content-length');
  if (bytes && bytes.byteLength > 0) response.end(bytes);
  else response.end();
}

/** An answer of the host itself has no text, so that nothing of the inside shows. */
export function writeEmpty(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end();
}

export function writeJson(response: ServerResponse, status: number, value: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(value));
}
