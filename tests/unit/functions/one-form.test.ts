// What holds for every HTTP route of the app, whatever it does.

import { HttpRequest, InvocationContext } from '@azure/functions';
import { type RegisteredRoute, registeredRoutes } from '../../helpers/registered-routes';

// The pages are not the API: what holds for them is in tests/unit/serving.
const all = registeredRoutes().filter(({ template }) => template.startsWith('api/'));
const unknown = all.filter(({ template }) => template.includes('{*'));
const routes = all.filter((route) => !unknown.includes(route));
const invocationId = '5b1c9a52-8a39-4d6a-9d0c-2f6f2c4b7a10';

interface Asked {
  method?: string | undefined;
  query?: string;
  path?: string;
}

async function ask(route: RegisteredRoute | undefined, { method = route?.methods[0], query = '', path }: Asked) {
  if (!route || method === undefined) throw new Error('there is no such route');
  const url = `http://localhost/${path === undefined ? route.path : `api/${path}`}${query}`;
  const request = new HttpRequest({ method, url, ...(path !== undefined && { params: { path } }) });
  const context = new InvocationContext({ functionName: route.name, invocationId, logHandler: () => undefined });
  const { body, ...answer } = await route.handler(request, context);
  const headers = new Headers(answer.headers);
  return { ...answer, headers, sent: body, problem: typeof body === 'string' ? JSON.parse(body) : undefined };
}

const named = routes.map((route) => [`${route.methods[0]} ${route.template}`, route] as const);

test('there are routes to check, and one for everything else', () => {
  expect(routes.length).toBeGreaterThan(30);
  expect(unknown).toHaveLength(1);
});

describe.each(named)('%s', (_name, route) => {
  it('refuses a parameter that it does not know, in a problem document that names it', async () => {
    const { status, headers, problem } = await ask(route, { query: '?colour=red' });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(problem).toEqual({
      type: '/api/docs#REQUEST.INVALID',
      title: 'The request is not valid',
      status: 400,
      code: 'REQUEST.INVALID',
      detail: 'colour: is not known',
      requestId: invocationId,
      errors: [{ path: 'colour', message: 'is not known' }],
    });
  });

  it('names its request in a header', async () => {
    expect((await ask(route, { query: '?colour=red' })).headers.get('x-request-id')).toBe(invocationId);
  });

  it('takes the parameters of a function key only where it needs one', async () => {
    const { problem } = await ask(route, { query: '?code=a-key&clientId=default&colour=red' });
    const paths = problem.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(route.authLevel === 'function' ? ['colour'] : ['code', 'clientId', 'colour']);
  });

  it('takes HEAD if it takes GET, and answers it without a body', async () => {
    expect(route.methods.includes('HEAD')).toBe(route.methods.includes('GET'));
    if (!route.methods.includes('HEAD')) return;
    const got = await ask(route, { method: 'GET', query: '?colour=red' });
    const head = await ask(route, { method: 'HEAD', query: '?colour=red' });
    expect(head).toMatchObject({ status: got.status, sent: undefined });
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(String(got.sent))));
    expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'));
  });

  it('tells which methods its path takes, when another comes', async () => {
    const { status, headers, problem } = await ask(unknown[0], {
      method: 'PATCH',
      path: route.path.slice('api/'.length),
      query: '?a=1',
    });
    expect(status).toBe(405);
    const allowed = headers.get('allow')?.split(', ') ?? [];
    const atPath = routes.filter(({ path }) => path === route.path).flatMap(({ methods }) => methods);
    expect(allowed.toSorted()).toEqual(atPath.toSorted());
    expect(problem).toMatchObject({ code: 'ROUTE.METHOD_NOT_ALLOWED', type: '/api/docs#ROUTE.METHOD_NOT_ALLOWED' });
    expect(problem).not.toHaveProperty('allow');
  });
});

test.each([
  ['no-such-thing', 404],
  ['cart/lines/a/b', 404],
  ['cart/lines', 405],
  ['CART/Lines/', 405],
  ['admin/orders', 405],
  ['administration/orders', 404],
  ['', 404],
])('PATCH %s is a %i', async (path, status) => {
  const answer = await ask(unknown[0], { method: 'PATCH', path });
  expect(answer.status).toBe(status);
  expect(answer.headers.has('allow')).toBe(status === 405);
  expect(answer.headers.get('x-request-id')).toBe(invocationId);
});
