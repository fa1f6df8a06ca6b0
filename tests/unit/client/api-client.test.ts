// The typed client against answers as the app and what may stand before it give them.

import { makeApiClient } from '../../../client/api-client';
import { ApiProblem } from '../../../client/api-problem';
import { expectData } from '../../../client/expect-data';

const origin = 'https://shop.example';

function clientThatGets(answer: Response) {
  const sent: Request[] = [];
  const api = makeApiClient({
    origin,
    headers: { 'x-functions-key': 'secret' },
    fetch: async (request) => {
      sent.push(request);
      return answer;
    },
  });
  return { api, sent };
}

async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  const problem = await call.catch((error: unknown) => error);
  if (!(problem instanceof ApiProblem)) throw new Error(`Expected an ApiProblem, got ${String(problem)}.`);
  return problem;
}

test('a request goes to the path below /api, with its parameters, headers and body', async () => {
  const { api, sent } = clientThatGets(Response.json({ lines: [], units: 1 }));
  await api.PUT('/cart/lines/{sku}', {
    params: { path: { sku: 'a b' }, header: { 'If-Match': '"7"', 'Idempotency-Key': 'key-1' } },
    body: { quantity: 2 },
  });
  const [request] = sent;
  expect(request?.url).toBe(`${origin}/api/cart/lines/a%20b`);
  expect(request?.method).toBe('PUT');
  expect(await request?.json()).toEqual({ quantity: 2 });
  expect(Object.fromEntries(request?.headers ?? [])).toEqual({
    'content-type': 'application/json',
    'idempotency-key': 'key-1',
    'if-match': '"7"',
    'x-functions-key': 'secret',
  });
});

test('a successful answer is its body', async () => {
  const { api } = clientThatGets(Response.json({ products: [] }));
  expect(await expectData(api.GET('/products'))).toEqual({ products: [] });
});

test('a problem is an error with code, detail, faulty fields and request id, in its message too', async () => {
  const document = {
    ...{ type: 'about:blank', title: 'Invalid', status: 400, code: 'REQUEST.INVALID', detail: 'Correct the fields.' },
    ...{ requestId: 'req-1', errors: [{ path: 'quantity', message: 'must be at least 1' }] },
  };
  const { api } = clientThatGets(Response.json(document, { status: 400 }));
  const call = api.POST('/cart/lines', { body: { sku: 'mug', quantity: 0 } });
  const problem = await problemOf(expectData(call));
  expect(problem).toMatchObject({ status: 400, code: 'REQUEST.INVALID', detail: 'Correct the fields.' });
  expect(problem).toMatchObject({ errors: document.errors, requestId: 'req-1', body: document });
  expect(problem.message).toContain('400 REQUEST.INVALID: Correct the fields.; quantity: must be at least 1');
  expect(problem.message).toContain('(request req-1)');
});

test.each<[string, string | null, string]>([
  ['a refusal without a body', null, '401: no body'],
  ['the page of a gateway', '<h1>Down</h1>', '401: <h1>Down</h1>'],
  ['JSON of something else', '{"error":"unknown"}', '401: {"error":"unknown"}'],
])('%s is an error that shows what came', async (_name, body, said) => {
  const { api } = clientThatGets(new Response(body, { status: 401, headers: { 'x-request-id': 'req-2' } }));
  const problem = await problemOf(expectData(api.GET('/admin/overview')));
  expect(problem).toMatchObject({ status: 401, code: undefined, errors: [], requestId: 'req-2' });
  expect(problem.message).toContain(said);
});

test('no answer is the error of fetch', async () => {
  const api = makeApiClient({ origin, fetch: () => Promise.reject(new TypeError('fetch failed')) });
  await expect(expectData(api.GET('/cart'))).rejects.toThrow(new TypeError('fetch failed'));
});
