// Requests for extensions, not functions: `/runtime/webhooks/<extension>/…`, and `/durabletask/…`, the local endpoint
// of the durable extension.

import type { IncomingMessage } from 'node:http';
import { readBody } from './request';

export interface WebhookRequest {
  method: string;
  /** The path without the extension's prefix, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

export interface WebhookResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export type Webhook = (request: WebhookRequest) => Promise<WebhookResponse>;

/** Keyed by extension name: `durabletask`, `blobs`, `eventgrid`. */
export type Webhooks = Record<string, Webhook | undefined>;

/** The extension that a request is for, and the rest of its path. */
export interface WebhookTarget {
  extension: string;
  rest: string;
  /** True for the local endpoint of the durable extension, which needs no key. */
  local: boolean;
}

const mount = /^\/runtime\/webhooks\/([^/]+)(\/.*)?$/i;
const localMount = /^\/durabletask(\/.*)?$/i;

/** @param path as sent, without query. */
export function webhookTarget(path: string): WebhookTarget | undefined {
  const [, extension, rest] = mount.exec(path) ?? [];
  if (extension !== undefined) return { extension: extension.toLowerCase(), rest: rest ?? '', local: false };
  const local = localMount.exec(path);
  return local ? { extension: 'durabletask', rest: local[1] ?? '', local: true } : undefined;
}

export async function webhookRequest(
  request: IncomingMessage,
  rest: string,
  limitBytes: number,
): Promise<WebhookRequest> {
  const url = request.url ?? '';
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const body = await readBody(request, limitBytes);
  return { method: request.method ?? 'GET', path: rest, query: new URLSearchParams(query), headers, body };
}
