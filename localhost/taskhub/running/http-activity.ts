// The HTTP call behind `context.df.callHttp`. It uses node:http, because fetch lower-cases header names. The genuine
// host writes well-known header names in their usual form and keeps others as received.

import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { HttpRequestOptions } from '../actions';

export interface HttpCallResult {
  statusCode: number;
  headers: Record<string, string | string[]>;
  content: string;
}

/** Headers that describe the content. The genuine host omits them from the result. */
const contentHeaders = new Set([
  'allow',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'expires',
  'last-modified',
]);

const usualNames = new Map(
  [
    'Accept-Ranges',
    'Age',
    'Cache-Control',
    'Connection',
    'Date',
    'ETag',
    'Keep-Alive',
    'Link',
    'Location',
    'Pragma',
    'Proxy-Authenticate',
    'Retry-After',
    'Server',
    'Set-Cookie',
    'Strict-Transport-Security',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Vary',
    'Via',
    'Warning',
    'WWW-Authenticate',
  ].map((name) => [name.toLowerCase(), name]),
);

/** The genuine host's user agent; some services reject requests without one. */
const userAgent = 'Microsoft.Azure.WebJobs.Extensions.DurableTask/3.15.0';

const redirects = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 10;

/** @throws when there is no response, or when the request needs a managed identity, which does not exist locally. */
export async function callHttp(options: HttpRequestOptions): Promise<HttpCallResult> {
  if (options.tokenSource) {
    throw new Error(`No managed identity on this machine to get a token for '${options.tokenSource.resource}'.`);
  }
  let request = options;
  for (let followed = 0; ; followed++) {
    const response = await send(request);
    const { location } = response.headers;
    if (!location || !redirects.has(response.statusCode ?? 0) || followed === maxRedirects) return read(response);
    response.resume();
    request = redirected(request, response.statusCode ?? 0, location);
  }
}

function send({ method, uri, content, headers }: HttpRequestOptions): Promise<IncomingMessage> {
  const url = new URL(uri);
  const body = content === undefined ? undefined : Buffer.from(content);
  const all: Record<string, string | number> = { ...headers };
  const has = (name: string) => Object.keys(all).some((key) => key.toLowerCase() === name);
  if (body && !has('content-type')) all['content-type'] = 'text/plain; charset=utf-8';
  if (!has('user-agent')) all['user-agent'] = userAgent;
  if (body && !has('content-length')) all['content-length'] = body.length;
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    start(url, { method, headers: all }, resolve).on('error', reject).end(body);
  });
}

/** Like browsers and .NET, follows a 303, and a 301 or 302 after a POST, with a GET. */
function redirected(request: HttpRequestOptions, status: number, location: string): HttpRequestOptions {
  const uri = new URL(location, request.uri).href;
  const asGet = status === 303 || (status < 303 && request.method.toUpperCase() === 'POST');
  if (!asGet) return { ...request, uri };
  const { content: _content, ...rest } = request;
  return { ...rest, method: 'GET', uri };
}

async function read(response: IncomingMessage): Promise<HttpCallResult> {
  const headers: Record<string, string | string[]> = {};
  const { rawHeaders } = response;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const sent = rawHeaders[i] ?? '';
    const name = usualNames.get(sent.toLowerCase()) ?? sent;
    const value = rawHeaders[i + 1] ?? '';
    if (contentHeaders.has(name.toLowerCase())) continue;
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return { statusCode: response.statusCode ?? 0, headers, content: await text(response) };
}
