// Writes HTTP responses: the value that the library created from a handler's result, and the host's own responses.

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

/** Responds with 204 if the handler returned nothing. @throws when a header cannot be sent; no header is set then. */
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

/** Sends a short body as text: Node sends text together with the head in one write, but bytes in a second write. */
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

/** Headers that node:http sets itself; a wrong copy breaks the connection. For HEAD the handler sets the length. */
function isOwn(name: string, response: ServerResponse): boolean {
  return ownHeaders.has(name) || (name === 'content-length' && response.req.method !== 'HEAD');
}

/** The host's own responses have no body, so that they reveal no internals. */
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
