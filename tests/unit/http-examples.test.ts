// The examples of a page are compared with real answers, and a difference is told.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpExample, httpExamplesIn, runHttpExample } from '../helpers/http-examples';
import { isAsShown, type Kept } from '../helpers/is-as-shown';

const page = `
\`\`\`http
POST /orders?by={who}
Idempotency-Key: key-{who}

{ "quantity": 2 }

HTTP/1.1 202
Location: /orders/{order}

{ "orderId": "{order}" }
\`\`\`

\`\`\`http
x-only-headers: 1
\`\`\`
`;
const [example] = httpExamplesIn(page) as [HttpExample];

describe('a value is as shown', () => {
  const kept = (): Kept => new Map([['order', 'ord_1']]);

  test.each<[shown: unknown, real: unknown]>([
    [{ a: 1 }, { a: 1, b: 2 }],
    [[{ sku: 'mug' }], [{ sku: 'lamp' }, { sku: 'mug', price: 1 }]],
    ['/orders/{order}', '/orders/ord_1'],
    ['guest={guest}; …', 'guest=abc; path=/'],
    ['…?a.b', 'https://shop.example/?a.b'],
    [null, null],
  ])('%j of %j', (shown, real) => expect(isAsShown(shown, real, kept())).toBe(true));

  test.each<[shown: unknown, real: unknown]>([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, {}],
    [[{ sku: 'mug', price: 1 }], [{ sku: 'lamp', price: 1 }, { sku: 'mug' }]],
    [[], {}],
    ['/orders/{order}', '/orders/ord_2'],
    ['{same}-{order}', 'x-ord_2'],
    ['a.b', 'axb'],
    [1, '1'],
    [{}, null],
  ])('but not %j of %j', (shown, real) => expect(isAsShown(shown, real, kept())).toBe(false));

  test('and names what it has', () => {
    const named: Kept = new Map();
    expect(
      isAsShown(
        [{ sku: 'mug', id: '{mug}' }],
        [
          { sku: 'lamp', id: 'l' },
          { sku: 'mug', id: 'm' },
        ],
        named,
      ),
    ).toBe(true);
    expect(isAsShown([{ id: '{one}', sku: 'mug' }], [{ id: 'l', sku: 'lamp' }], named)).toBe(false);
    expect([...named]).toEqual([['mug', 'm']]);
  });
});

describe('an example', () => {
  let server: Server;
  let answer: { status: number; location: string; body: string };
  let seen: string[];

  beforeEach(async () => {
    seen = [];
    answer = { status: 202, location: '/orders/ord_1', body: '{"orderId":"ord_1"}' };
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers['idempotency-key']}`);
      response.writeHead(answer.status, { location: answer.location }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const run = (kept: Kept) =>
    runHttpExample(example, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, kept);

  test('is sent with what earlier answers named, and names more', async () => {
    const kept: Kept = new Map([['who', 'ada']]);
    await run(kept);
    expect(seen).toEqual(['POST /orders?by=ada key-ada']);
    expect(kept.get('order')).toBe('ord_1');
  });

  test.each([
    [{ status: 200 }, 'the status is 200'],
    [{ location: '/else' }, 'Location is /else'],
    [{ body: '{"orderId":"ord_2"}' }, 'the body is {"orderId":"ord_2"}'],
  ])('with an answer of %j fails and says so', async (other, told) => {
    Object.assign(answer, other);
    await expect(run(new Map([['who', 'ada']]))).rejects.toThrow(told);
  });

  test('that needs what no answer has named fails', async () => {
    await expect(run(new Map())).rejects.toThrow('{who}');
  });
});
