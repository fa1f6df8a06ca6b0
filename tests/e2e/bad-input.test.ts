// Any invalid input gets a 4xx problem that names the field, never a 500 or a stack trace.

import { randomUUID } from 'node:crypto';
import type { Problem } from '../../client/api-problem';
import { aCheckout } from '../../scripts/shop/check-out';
import { runningApp } from '../helpers/running-app';

const { shop, sku } = runningApp();
const line = { sku: sku('faulty'), quantity: 1 };
const order = aCheckout({ amount: 700, currency: 'EUR' });
const address = order.shippingAddress;
const lines = '/cart/lines';
const adjustments = `/stock/${sku('faulty')}/adjustments`;

type Case = [what: string, method: string, path: string, body: unknown, status: number, field: string | undefined];

test.each<Case>([
  ['a body that is not JSON', 'POST', lines, '{"sku":', 400, undefined],
  ['no body at all', 'POST', lines, '', 400, undefined],
  ['a list in place of an object', 'POST', lines, [line], 400, undefined],
  ['null', 'POST', lines, 'null', 400, undefined],
  ['an unknown field', 'POST', lines, { ...line, colour: 'red' }, 400, 'colour'],
  ['a __proto__ member', 'POST', lines, `{"__proto__":{"x":1},"sku":"${line.sku}","quantity":1}`, 400, '__proto__'],
  ['a quantity that is text', 'POST', lines, { ...line, quantity: '1' }, 400, 'quantity'],
  ['a quantity of nought', 'POST', lines, { ...line, quantity: 0 }, 400, 'quantity'],
  ['a negative quantity', 'POST', lines, { ...line, quantity: -3 }, 400, 'quantity'],
  ['half a unit', 'POST', lines, { ...line, quantity: 0.5 }, 400, 'quantity'],
  ['a hundred units', 'POST', lines, { ...line, quantity: 100 }, 400, 'quantity'],
  ['a quantity beyond all numbers', 'POST', lines, `{"sku":"${line.sku}","quantity":1e999}`, 400, 'quantity'],
  ['no quantity', 'POST', lines, { sku: line.sku }, 400, 'quantity'],
  ['an empty sku', 'POST', lines, { ...line, sku: '' }, 400, 'sku'],
  ['a sku longer than any', 'POST', lines, { ...line, sku: 'a'.repeat(41) }, 400, 'sku'],
  ['a line that is set to text', 'PUT', `${lines}/${line.sku}`, { quantity: 'many' }, 400, 'quantity'],
  ['an order without a token', 'POST', '/orders', { ...order, payment: {} }, 400, 'payment.token'],
  ['an order with an address of no country', 'POST', '/orders', withAddress({ country: 'Germany' }), 400, 'country'],
  ['an order to a country that does not exist', 'POST', '/orders', withAddress({ country: 'XX' }), 400, 'country'],
  ['a control character in a name', 'POST', '/orders', withAddress({ name: 'A\u0000' }), 400, 'shippingAddress.name'],
  ['a control character in a reason', 'POST', adjustments, { delta: 1, reason: 'a\u001bb' }, 400, 'reason'],
  ['an order without a street', 'POST', '/orders', withAddress({ street: undefined }), 400, 'shippingAddress.street'],
  ['an order with a mail address that is none', 'POST', '/orders', { ...order, email: 'ada' }, 400, 'email'],
  [
    'an order with a mail header in the address',
    'POST',
    '/orders',
    { ...order, email: 'a@b.de\nBcc: c@d.de' },
    400,
    'email',
  ],
  [
    'an order with a fraction of a cent',
    'POST',
    '/orders',
    { ...order, expectedTotal: { amount: 1.5, currency: 'EUR' } },
    400,
    'expectedTotal.amount',
  ],
  ['an order with a note', 'POST', '/orders', { ...order, note: 'ring twice' }, 400, 'note'],
  [
    'a catalog of another schema',
    'PUT',
    '/catalog',
    { schemaVersion: 2, currency: 'EUR', products: [] },
    400,
    'schemaVersion',
  ],
  [
    'a product without a price',
    'PUT',
    '/catalog',
    { schemaVersion: 1, currency: 'EUR', products: [{ sku: 'a', name: 'A', description: '', warehouse: 'w' }] },
    400,
    'price',
  ],
  ['an adjustment by text', 'POST', adjustments, { delta: 'all', reason: 'x' }, 400, 'delta'],
  ['an adjustment without a reason', 'POST', adjustments, { delta: 1 }, 400, 'reason'],
  ['a body of 300 KiB', 'POST', lines, { ...line, padding: 'x'.repeat(300 * 1024) }, 413, undefined],
  ['an order of 300 KiB', 'POST', '/orders', { ...order, email: 'x'.repeat(300 * 1024) }, 413, undefined],
])('%s is refused by name (%s %s)', async (_what, method, path, body, status, field) => {
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await shop.owner<Problem>(method, path, { body, headers });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ status, code: expect.stringMatching(/^[A-Z]+\.[A-Z_]+$/) });
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.js:\d+/);
  if (field !== undefined) expect(JSON.stringify([answer.body.detail, answer.body.errors])).toContain(field);
});

test.each([
  ['POST', '/orders', order],
  ['POST', adjustments, { delta: 1, reason: 'x' }],
])('%s %s requires an Idempotency-Key', async (method, path, body) => {
  const answer = await shop.owner<Problem>(method, path, { body });
  expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST.KEY_REQUIRED' } });
});

test.each([
  ['GET', '/no-such-thing'],
  ['GET', '/no-such-thing?colour=red'],
  ['GET', '/orders/a/b/c'],
])('%s %s, which no route takes, is a problem document', async (method, path) => {
  const answer = await shop.anyone<Problem>(method, path);
  expect(answer).toMatchObject({ status: 404, body: { status: 404, code: 'ROUTE.NOT_FOUND' } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
});

test.each([
  ['DELETE', '/products', 'GET, HEAD'],
  ['PATCH', '/cart', 'GET, HEAD, DELETE'],
  ['GET', '/cart/lines', 'POST'],
  ['POST', '/ADMIN/Orders/', 'GET, HEAD'],
])('%s %s is told which methods the route takes', async (method, path, allow) => {
  const answer = await shop.anyone<Problem>(method, path);
  expect(answer).toMatchObject({ status: 405, body: { status: 405, code: 'ROUTE.METHOD_NOT_ALLOWED' } });
  expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allow.split(', ').sort());
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
});

test.each([
  ['/products', 200],
  ['/cart', 200],
  ['/health', 200],
  ['/products/no-such-thing', 404],
  ['/no-such-thing', 404],
  ['/cart/lines', 405],
  ['/orders?colour=red', 400],
])('HEAD %s has the head of GET and no body', async (path, status) => {
  const [got, head] = await Promise.all([shop.owner<unknown>('GET', path), shop.owner<unknown>('HEAD', path)]);
  expect([got.status, head.status, head.body]).toEqual([status, status, undefined]);
  expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'));
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1);
});

test('every answer names its request, and a problem repeats the name', async () => {
  const answers = [
    await shop.anyone<Problem>('GET', '/products'),
    await shop.anyone<Problem>('GET', '/no-such-thing'),
    await shop.anyone<Problem>('POST', lines, { body: '{' }),
  ];
  const ids = answers.map(({ headers }) => headers.get('x-request-id'));
  expect(new Set(ids).size).toBe(answers.length);
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(answers.slice(1).map(({ body }) => body.requestId)).toEqual(ids.slice(1));
});

test('a webhook without a signature is refused', async () => {
  const answer = await shop.anyone<Problem>('POST', '/webhooks/shipping', { body: { shipmentId: 'shp_x' } });
  expect(answer).toMatchObject({ status: 401, body: { code: 'WEBHOOK.UNSIGNED' } });
});

test('a product that is not in the catalog cannot be added to a cart', async () => {
  const answer = await shop.anyone<Problem>('POST', lines, { body: { sku: 'no-such-thing', quantity: 1 } });
  expect(answer).toMatchObject({ status: 409, body: { code: 'CART.UNKNOWN_SKU' } });
});

function withAddress(changes: Record<string, unknown>): unknown {
  return { ...order, shippingAddress: { ...address, ...changes } };
}
