// How an HTTP function is registered, and with it what holds for every route: it answers HEAD where it answers GET, every answer
// names its request, and the handler sees only the parameters that are meant for it.

import type { HttpFunctionOptions, HttpMethod, HttpResponseInit } from '@azure/functions';
import type { HttpHandler } from './http';
import type { RouteTable } from './route-table';

export interface RouteOptions extends HttpFunctionOptions {
  methods: HttpMethod[];
  /** With `api/` for all but the pages: the app has no prefix. */
  route: string;
  authLevel: 'anonymous' | 'function';
  handler: HttpHandler;
}

type Register = (name: string, options: RouteOptions) => void;

/** How a function key may come with a request, besides the header `x-functions-key`. The platform reads them. */
const ofThePlatform = ['code', 'clientId'];

/**
 * @param register `app.http` of @azure/functions.
 * @param table learns every route.
 */
export function makeRegisterRoute(register: Register, table: RouteTable): Register {
  return (name, { handler, ...options }) => {
    const { authLevel, route } = options;
    const methods = options.methods.flatMap((method) => (method === 'GET' ? (['GET', 'HEAD'] as const) : [method]));
    table.add(route, methods);
    register(name, {
      ...options,
      methods,
      async handler(request, context) {
        if (authLevel === 'function') for (const parameter of ofThePlatform) request.query.delete(parameter);
        const answer = named(await handler(request, context), context.invocationId);
        return request.method === 'HEAD' ? withoutBody(answer) : answer;
      },
    });
  };
}

/** The id is that of the invocation, which the platform's logs and traces have as well. */
function named(answer: HttpResponseInit, requestId: string): HttpResponseInit {
  const headers = new Headers(answer.headers);
  headers.set('x-request-id', requestId);
  return { ...answer, headers };
}

/** HEAD tells of the body what GET would, and does not send it (RFC 9110, 9.3.2). */
function withoutBody({ body, jsonBody, ...answer }: HttpResponseInit): HttpResponseInit {
  const headers = new Headers(answer.headers);
  const text = jsonBody === undefined ? body : JSON.stringify(jsonBody);
  if (jsonBody !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  if (typeof text === 'string') headers.set('content-length', String(Buffer.byteLength(text)));
  return { ...answer, headers };
}
