// Converts a node:http request to the HTTP value of the worker protocol.

import type { IncomingMessage } from 'node:http';
import type { TypedData } from '../../worker/typed-data';
import { queryValues } from './query-values';

/** The platform's default limit for a request body. `FUNCTIONS_REQUEST_BODY_SIZE_LIMIT` overrides it. */
export const defaultBodyLimitBytes = 104_857_600;

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The request's host or target is invalid. */
export class BadTarget extends Error {
  override readonly name = 'BadTarget';
}

const plainHost = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The path without query, still percent-encoded, with dot segments resolved. @throws BadTarget */
export function requestPath(request: IncomingMessage): string {
  const { host } = request.headers;
  if (host && !(plainHost.test(host) && URL.canParse(`http://${host}`))) throw new BadTarget();
  const url = request.url ?? '/';
  if (url === '*') return url;
  if (!url.startsWith('/') && !URL.canParse(url)) throw new BadTarget();
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  if (!path.startsWith('/')) return new URL(path).pathname;
  return path.includes('/.') ? new URL(`http://localhost${path}`).pathname : path;
}

/** The absolute url of a request, with path and query as sent. */
export function absoluteUrl(request: IncomingMessage, defaultHost: string): string {
  const url = request.url ?? '/';
  return url.startsWith('/') ? `http://${request.headers.host ?? defaultHost}${url}` : url;
}

export const noBody = Buffer.alloc(0);

/** Reads the whole body; empty if the request has none. @throws BodyTooLarge */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const announced = request.headers['content-length'];
  if (announced === undefined && request.headers['transfer-encoding'] === undefined) return noBody;
  if (Number(announced) > limitBytes) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > limitBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
}

/** The HTTP value of the worker protocol. An empty body is omitted. */
export function httpData(
  request: IncomingMessage,
  parts: { url: string; params: Record<string, string>; body: Buffer },
): TypedData {
  const { url, params, body } = parts;
  const query = queryValues(url);
  return {
    http: {
      url,
      method: request.method,
      headers: request.headers,
      params,
      // Older libraries read nothing else; newer ones would take an empty object for a query without keys.
      ...(query && { query }),
      ...(body.length > 0 && { body: { bytes: body } }),
    },
  };
}

/** What a streamed request passes as `request.params`: route values override query values (except `code`). */
export function namedValues(url: string, params: Record<string, string>): Record<string, string> {
  const named: Record<string, string> = {};
  const routed = new Set(Object.keys(params).map((name) => name.toLowerCase()));
  for (const [name, value] of Object.entries(queryValues(url) ?? {})) {
    const lower = name.toLowerCase();
    if (lower !== 'code' && !routed.has(lower)) named[name] = value;
  }
  return { ...named, ...params };
}

/**
 * Values for `{expressions}` in other bindings. Route values override query values (except `code`), which override the
 * JSON body.
 */
export function httpBindingData(
  request: IncomingMessage,
  parts: { url: string; params: Record<string, string>; body: Buffer },
): Record<string, unknown> {
  const { url, params, body } = parts;
  return {
    ...jsonObject(body),
    ...namedValues(url, params),
    Query: queryValues(url) ?? {},
    Headers: { ...request.headers },
  };
}

function jsonObject(body: Buffer): object {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    // A body that is not JSON has no properties.
    return {};
  }
}
