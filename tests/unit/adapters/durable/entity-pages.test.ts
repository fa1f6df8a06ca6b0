// Entities are listed page by page over the task hub's HTTP API, at the address in the durable client's binding.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FunctionInput } from '@azure/functions';
import { makeEntityPages, taskHubUrl } from '../../../../src/adapters/durable/entity-pages';

let server: Server;
let asked: IncomingMessage[];
/** The answers by continuation token; `''` is the first page. */
let pages: Record<string, { status?: number; keys: string[]; next?: string }>;

beforeEach(async () => {
  asked = [];
  pages = {};
  server = createServer((request, response) => {
    asked.push(request);
    const token = request.headers['x-ms-continuation-token'];
    const { status = 200, keys, next } = pages[String(token ?? '')] ?? { status: 500, keys: [] };
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(next && { 'x-ms-continuation-token': next }),
    });
    const listed = keys.map((key) => ({
      entityId: { name: 'cart', key },
      lastOperationTime: 'then',
      state: { of: key },
    }));
    response.end(JSON.stringify(listed));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function listed(port = (server.address() as AddressInfo).port): Promise<string[][]> {
  const pagesOf = makeEntityPages(`http://127.0.0.1:${port}/durabletask/`);
  const found: string[][] = [];
  const query = { lastOperationTo: new Date('2026-03-01T00:00:00Z') };
  for await (const page of pagesOf('cart', query)) found.push(page.map(({ key }) => key));
  return found;
}

test('all pages are read, also after one that is empty', async () => {
  pages = { '': { keys: ['a', 'b'], next: 'two' }, two: { keys: [], next: 'three' }, three: { keys: ['c'] } };
  expect(await listed()).toEqual([['a', 'b'], [], ['c']]);
  const expected = '/durabletask/entities/cart?lastOperationTimeTo=2026-03-01T00%3A00%3A00.000Z&top=100';
  expect(asked.map(({ url }) => url)).toEqual([expected, expected, expected]);
});

test('a reader that has enough asks for no further page', async () => {
  pages = { '': { keys: ['a'], next: 'two' } };
  const pagesOf = makeEntityPages(`http://127.0.0.1:${(server.address() as AddressInfo).port}/durabletask/`);
  for await (const _page of pagesOf('cart', {})) break;
  expect(asked).toHaveLength(1);
});

test('entities come with their state when it is asked for', async () => {
  pages = { '': { keys: ['a'] } };
  const pagesOf = makeEntityPages(`http://127.0.0.1:${(server.address() as AddressInfo).port}/durabletask/`);
  const query = { lastOperationFrom: new Date('2026-03-01T00:00:00Z'), withState: true };
  for await (const page of pagesOf('cart', query)) expect(page).toEqual([{ key: 'a', state: { of: 'a' } }]);
  const [{ url } = { url: '' }] = asked;
  expect(url).toBe(
    '/durabletask/entities/cart?lastOperationTimeFrom=2026-03-01T00%3A00%3A00.000Z&top=100&fetchState=true',
  );
});

test('an answer other than a list is a fault', async () => {
  pages = { '': { status: 404, keys: [] } };
  await expect(listed()).rejects.toThrow('answered 404');
});

test('a task hub that is away is a dependency that is not available', async () => {
  await expect(listed(9)).rejects.toMatchObject({ code: 'DEPENDENCY.UNAVAILABLE' });
});

describe('the address of the task hub', () => {
  const client: FunctionInput = { type: 'durableClient', name: 'durable' };
  const contextWith = (inputs: FunctionInput[], value: unknown) => ({
    options: { extraInputs: inputs } as never,
    extraInputs: { get: (input: unknown) => (input === client ? value : undefined) } as never,
  });

  it('is in the binding of the durable client', () => {
    const rpcBaseUrl = 'http://127.0.0.1:4001/durabletask/';
    expect(taskHubUrl(contextWith([{ type: 'table', name: 'other' }, client], { rpcBaseUrl }))).toBe(rpcBaseUrl);
  });

  it.each<[FunctionInput[], unknown]>([
    [[], undefined],
    [[client], {}],
    [[client], undefined],
  ])('is missed loudly', (inputs, value) => {
    expect(() => taskHubUrl(contextWith(inputs, value))).toThrow('does not tell the address');
  });
});
