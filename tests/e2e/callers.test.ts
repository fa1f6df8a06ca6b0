// Callers over time: a guest signs in, secrets are rotated, another site sends requests, a caller exceeds the limits.

import { makeApiClient } from '../../client/api-client';
import type { Problem } from '../../client/api-problem';
import type { Cart, Order } from '../../client/api-types';
import type { LocalHost } from '../../scripts/local-host';
import { buy, orderEnd } from '../../scripts/shop/check-out';
import { type Answer, expectStatus, makeShop } from '../../scripts/shop/shop-client';
import { makeOwnHost } from '../helpers/own-host';
import { ownHostTest } from '../helpers/own-host-test';
import { isForeignHost } from '../helpers/running-app';

const secrets = [
  'the-first-secret-of-the-shop-for-its-cookies',
  'the-second-secret-of-the-shop-for-its-cookies',
] as const;
const writesPerMinute = 40;
const guestWritesPerMinute = 60;
/** Read at each start of the host. */
const environment = {
  WEBSITE_AUTH_ENABLED: 'true',
  SESSION_SECRET: secrets[0] as string,
  SESSION_SECRET_PREVIOUS: '',
  FRONT_END_ORIGINS: 'https://shop.example',
  WRITES_PER_MINUTE: String(writesPerMinute),
  GUEST_WRITES_PER_MINUTE: String(guestWritesPerMinute),
};
const own = makeOwnHost('callers', environment);
const skus = ['oak', 'elm'];
const catalog = {
  schemaVersion: 1,
  currency: 'EUR',
  products: skus.map((sku) => ({ sku, name: sku, description: '', price: 100, warehouse: 'north' })),
};

let host: LocalHost;
const { anyone, owner } = makeShop(() => host.origin);

beforeAll(async () => {
  if (isForeignHost()) return;
  host = await own.start();
  expectStatus(await owner('PUT', '/catalog', { body: catalog }), 200);
});

afterAll(() => own.remove());

type Headers = Record<string, string>;

const add = (headers: Headers, sku = 'oak', quantity = 1) =>
  anyone<Cart>('POST', '/cart/lines', { body: { sku, quantity }, headers });
const read = (headers: Headers) => anyone<Cart>('GET', '/cart', { headers });
const unitsOf = ({ body }: Answer<Cart>) => Object.fromEntries(body.lines.map((line) => [line.sku, line.quantity]));
const cookies = (answer: Answer<unknown>) => answer.headers.getSetCookie();

/** The cookie of a guest with units in the cart. */
async function aGuest(units: Record<string, number>): Promise<Headers> {
  let headers: Headers = {};
  for (const [sku, quantity] of Object.entries(units)) {
    const answer = await add(headers, sku, quantity);
    expect(answer.status).toBe(200);
    const [cookie] = cookies(answer);
    if (cookie) headers = { cookie: cookie.split(';')[0] ?? '' };
  }
  return headers;
}

/** The platform's headers for a signed-in user. */
function signedIn(account: string): Headers {
  const claims = [{ typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: account }];
  const statement = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
  return { 'x-ms-client-principal': statement };
}

ownHostTest('the first signed-in request moves the guest cart to the customer and removes the cookie', async () => {
  const customer = signedIn('merging');
  await add(customer, 'elm', 1);
  const guest = await aGuest({ oak: 3, elm: 2 });
  const answer = await read({ ...customer, ...guest });
  expect(unitsOf(answer)).toEqual({ oak: 3, elm: 2 });
  expect(cookies(answer)).toEqual([expect.stringMatching(/^cartwright_guest=;.*max-age=0.*httponly/)]);
  expect(unitsOf(await read(guest))).toEqual({});
  expect(unitsOf(await read(customer))).toEqual({ oak: 3, elm: 2 });
});

ownHostTest('twenty concurrent first signed-in requests, and a browser that kept the cookie, merge once', async () => {
  const customer = signedIn('hasty');
  const guest = await aGuest({ oak: 4 });
  const both = { ...customer, ...guest };
  const answers = await Promise.all(Array.from({ length: 20 }, () => read(both)));
  expect(answers.map(unitsOf)).toEqual(Array.from({ length: 20 }, () => ({ oak: 4 })));
  expectStatus(await anyone('DELETE', '/cart/lines/oak', { headers: customer }), 200);
  const late = await read(both);
  expect([unitsOf(late), cookies(late).length]).toEqual([{}, 1]);
});

ownHostTest('the first signed-in request may be a write: it applies to the merged cart', async () => {
  const customer = signedIn('adding');
  const guest = await aGuest({ oak: 4 });
  expect(unitsOf(await add({ ...customer, ...guest }, 'oak', 2))).toEqual({ oak: 6 });
});

ownHostTest('a guest’s orders come along to the first account that signs in, and to no other', async () => {
  for (const sku of skus) {
    const headers = { 'idempotency-key': `stock-${sku}` };
    const body = { delta: 100, reason: 'callers' };
    expectStatus(await owner('POST', `/stock/${sku}/adjustments`, { body, headers }), 200);
  }
  const guest = await aGuest({ oak: 1 });
  const buyer = { api: makeApiClient({ origin: host.origin, headers: guest }) };
  const orderId = await buy(buyer, 'elm', 1);
  await orderEnd(buyer, orderId);
  const ordersOf = async (caller: Headers) =>
    expectStatus(await anyone<{ orders: Order[] }>('GET', '/orders', { headers: caller }), 200).orders.map(
      (order) => order.orderId,
    );
  const [ada, bob] = [signedIn('ordering'), signedIn('watching')];
  expect(await ordersOf({ ...ada, ...guest })).toEqual([orderId]);
  expect(await ordersOf(ada)).toEqual([orderId]);
  expectStatus(await anyone('GET', `/orders/${orderId}`, { headers: ada }), 200);
  for (const second of [{ ...bob, ...guest }, bob]) {
    expect(await ordersOf(second)).toEqual([]);
    expectStatus(await anyone('GET', `/orders/${orderId}`, { headers: second }), 404);
  }
});

ownHostTest('an unreadable header about the signed-in user is a 401, not a new guest', async () => {
  const answer = await read({ 'x-ms-client-principal': 'rubbish' });
  expect([answer.status, cookies(answer)]).toEqual([401, []]);
});

ownHostTest('pages of other sites cannot change a cart, pages of the shop can', async () => {
  const guest = await aGuest({ oak: 1 });
  const from = (headers: Headers) => add({ ...guest, ...headers });
  const foreign = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
  for (const headers of foreign) {
    const answer = (await from(headers)) as unknown as Answer<Problem>;
    expect([answer.status, answer.body.code]).toEqual([403, 'CALLER.CROSS_SITE']);
  }
  const ours = [{ origin: host.origin }, { origin: 'https://shop.example' }, { 'sec-fetch-site': 'same-origin' }, {}];
  for (const headers of ours) expect((await from(headers)).status).toBe(200);
  expect(unitsOf(await read(guest))).toEqual({ oak: 1 + ours.length });
});

ownHostTest('a caller with too many writes is told to wait, and so are too many guests at one address', async () => {
  const customer = signedIn('greedy');
  const many = await Promise.all(Array.from({ length: writesPerMinute + 20 }, () => add(customer, 'oak')));
  const refused = many.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(5);
  const [problem] = refused as unknown as Answer<Problem>[];
  expect(problem?.headers.get('retry-after')).toMatch(/^[12]$/);
  expect(problem).toMatchObject({ body: { code: 'CALLER.TOO_MANY_WRITES', status: 429 } });
  expect((await read(customer)).body.units).toBe(many.length - refused.length);
  expect((await add(signedIn('modest'))).status).toBe(200);

  const from = (last: string) => add({ 'x-forwarded-for': `${Math.random()}, ${last}` });
  const guests = Array.from({ length: guestWritesPerMinute + 20 }, () => from('203.0.113.7:4001'));
  const statuses = (await Promise.all(guests)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(5);
  expect((await from('203.0.113.8:4001')).status).toBe(200);
});

ownHostTest('a secret is rotated without losing a guest, whose cookie is signed again with the new one', async () => {
  const old = await aGuest({ oak: 7 });
  await host.stop();
  Object.assign(environment, { SESSION_SECRET: secrets[1], SESSION_SECRET_PREVIOUS: secrets[0] });
  host = await own.start();
  const answer = await read(old);
  expect(unitsOf(answer)).toEqual({ oak: 7 });
  const renewed = { cookie: cookies(answer)[0]?.split(';')[0] ?? '' };
  expect(renewed.cookie).not.toBe(old.cookie);
  const again = await read(renewed);
  expect([unitsOf(again), cookies(again)]).toEqual([{ oak: 7 }, []]);
});
