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

const shortBodyBytes = 8192;
const ownHeaders = new Set(['transfer-encoding', 'connection', 'keep-alive']);

/** A handler that returned nothing is 204. @throws when a header cannot be sent; then none is kept. */
export function writeResponse(response: ServerResponse, returnValue: TypedData | undefined): void {
  if (!returnValue?.http) {
    writeEmpty(response, 204);
    return;
  }
  const { statusCode, headers = {}, cookies = [], body } = returnValue.http as RpcHttpResponse;
  setHead(response, Number(statusCode ?? 200), headers);
  if (cookies.length > 0) response.appendHeader('set-cookie', cookies.map(serializeCookie));
  endWith(response, body?.bytes);
}

/** Node sends a short text together with the head in one write, bytes always in a second one. */
function endWith(response: ServerResponse, bytes: Uint8Array | undefined): void {
  if (!bytes || bytes.byteLength === 0) response.end();
  else if (bytes.byteLength > shortBodyBytes) response.end(bytes);
  else response.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), 'latin1');
}

function setHead(response: ServerResponse, status: number, headers: Record<string, string>): void {
  const names = Object.keys(headers);
  try {
    for (const name of names) {
      const value = headers[name];
      if (value !== undefined && !isOwn(name, response)) response.setHeader(name, value);
    }
    response.statusCode = status;
  } catch (error) {
    for (const name of names) response.removeHeader(name);
    throw error;
  }
}

/** Headers that node:http makes itself: a wrong copy of them breaks the connection. For HEAD the length is the handler's. */
function isOwn(name: string, response: ServerResponse): boolean {
  return ownHeaders.has(name) || (name === 'content-length' && response.req.method !== 'HEAD');
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
