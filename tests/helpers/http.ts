// Builds requests as a host passes them to a handler, and reads responses into a form that is easy to assert.

import { HttpRequest, InvocationContext } from '@azure/functions';
import type { HttpHandler } from '../../src/shared/http/http';

export interface RequestParts {
  /** Default: POST with a body, GET without. */
  method?: string;
  params?: Record<string, string>;
  /** With its question mark. */
  query?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent unchanged. */
  body?: unknown;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed JSON body, or a page's text; undefined without one. */
  body: unknown;
  cookies: { name: string; value: string }[];
}

/** Calls a handler with a request and reads its response. */
export async function call(handler: HttpHandler, parts: RequestParts = {}): Promise<Answer> {
  const { params = {}, query = '', headers = {}, body } = parts;
  const method = parts.method ?? (body === undefined ? 'GET' : 'POST');
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const request = new HttpRequest({
    method,
    url: `http://localhost/api/test${query}`,
    params,
    headers,
    ...(text === undefined ? {} : { body: { string: text } }),
  });
  const context = new InvocationContext({
    functionName: 'test',
    invocationId: 'invocation',
    logHandler: () => undefined,
  });
  const answer = await handler(request, context);
  const isHtml = new Headers(answer.headers).get('content-type')?.startsWith('text/html');
  const sent = typeof answer.body === 'string' ? (isHtml ? answer.body : JSON.parse(answer.body)) : undefined;
  return {
    status: answer.status ?? 200,
    headers: new Headers(answer.headers),
    body: answer.jsonBody ?? sent,
    cookies: (answer.cookies ?? []).map(({ name, value }) => ({ name, value })),
  };
}
