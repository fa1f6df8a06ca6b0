// Ways to an order besides the guest's cookie: the account that the guest signed in to, and the link in the mails.

import { makeIdentify } from '../../../../src/shared/http/identity';
import { testSecret } from '../../../helpers/customer-routes';
import { makeFakeOrderShop } from '../../../helpers/fake-order-shop';
import { call, type RequestParts } from '../../../helpers/http';
import { anOrder } from '../../../helpers/order-builders';

type Route = 'listOrders' | 'getOrder' | 'cancelOrder';

interface Page {
  orders: { orderId: string }[];
  cursor?: string;
}

const letter = (n: number) => String.fromCharCode(97 + n);
const idOf = (n: number) => `ord_${letter(Math.floor(n / 26))}${letter(n % 26).repeat(25)}`;
const user = (name: string) => ({ 'x-ms-client-principal-id': name, 'x-ms-client-principal-idp': 'aad' });

/** A shop with sign-in, where the first signed-in request takes a guest's orders over. */
function aShopWithAccounts() {
  const shop = makeFakeOrderShop((accounts) => ({
    identify: makeIdentify({ secret: testSecret, platformAuth: true, secureCookies: false }),
    async mergeGuestCart(guestId, customerId) {
      await accounts.addGuest(customerId, guestId);
      return true;
    },
  }));
  const ask = (route: Route, headers: Record<string, string>, parts: RequestParts = {}) =>
    call(shop.handlers[route], { ...parts, headers });
  const list = async (headers: Record<string, string>, query = '') =>
    (await ask('listOrders', headers, { query })).body as Page;
  const idsOf = ({ orders }: Page) => orders.map(({ orderId }) => orderId);
  let placed = 0;

  async function place(customerId: string) {
    const orderId = idOf(placed);
    const createdAt = new Date(Date.UTC(2026, 0, 1 + placed++)).toISOString();
    await shop.orders.insert(anOrder({ customerId, orderId, createdAt }));
    return orderId;
  }

  /** A guest with so many orders; `headers` has the cookie. */
  async function aGuest(orders: number) {
    const first = await ask('listOrders', {});
    const headers = { cookie: `${first.cookies[0]?.name}=${first.cookies[0]?.value}` };
    const guestId = /cus_\w{26}/.exec(headers.cookie)?.[0] ?? '';
    const orderIds: string[] = [];
    for (let n = 0; n < orders; n++) orderIds.unshift(await place(guestId));
    return { headers, guestId, orderIds };
  }
  return { shop, ask, list, idsOf, place, aGuest };
}

describe('a guest who signs in', () => {
  it('finds the orders in the account from the first signed-in request on, also without the cookie', async () => {
    const { aGuest, ask, list, idsOf } = aShopWithAccounts();
    const guest = await aGuest(2);
    const first = await ask('listOrders', { ...user('ada'), ...guest.headers });
    expect(idsOf(first.body as Page)).toEqual(guest.orderIds);
    expect(first.cookies).toEqual([{ name: 'cartwright_guest', value: '' }]);
    expect(idsOf(await list(user('ada')))).toEqual(guest.orderIds);
    const [orderId = ''] = guest.orderIds;
    expect(await ask('getOrder', user('ada'), { params: { orderId } })).toMatchObject({
      status: 200,
      body: { orderId },
    });
  });

  it('may begin by reading one order', async () => {
    const { aGuest, ask } = aShopWithAccounts();
    const { headers, orderIds } = await aGuest(1);
    const [orderId = ''] = orderIds;
    expect((await ask('getOrder', { ...user('ada'), ...headers }, { params: { orderId } })).status).toBe(200);
  });

  it('can cancel such an order', async () => {
    const { aGuest, ask, list, shop } = aShopWithAccounts();
    const { headers, guestId, orderIds } = await aGuest(1);
    await list({ ...user('ada'), ...headers });
    const [orderId = ''] = orderIds;
    const answer = await ask('cancelOrder', user('ada'), { method: 'POST', params: { orderId } });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/orders/${orderId}`);
    expect(await shop.orders.find(guestId, orderId)).toMatchObject({ cancellation: 'requested' });
  });

  it('gets one list of all orders, the newest first, in pages that neither repeat nor leave out any', async () => {
    const { aGuest, ask, list, idsOf, place } = aShopWithAccounts();
    const [one, two] = [await aGuest(15), await aGuest(14)];
    for (const guest of [one, two]) await ask('listOrders', { ...user('ada'), ...guest.headers });
    const mixed: string[] = [];
    for (let n = 0; n < 6; n++) mixed.unshift(await place(n % 2 ? one.guestId : two.guestId));
    const first = await list(user('ada'));
    const second = await list(user('ada'), `?cursor=${first.cursor}`);
    expect(first.orders).toHaveLength(20);
    expect(second).not.toHaveProperty('cursor');
    expect([...idsOf(first), ...idsOf(second)]).toEqual([...mixed, ...two.orderIds, ...one.orderIds]);
    expect(idsOf(await list(user('ada'), '?state=refused'))).toEqual([]);
  });
});

describe('a second person on the same browser', () => {
  it('gets none of the orders, even if the browser kept the cookie', async () => {
    const { aGuest, list, ask } = aShopWithAccounts();
    const { headers, orderIds } = await aGuest(1);
    await list({ ...user('ada'), ...headers });
    expect(await list({ ...user('bob'), ...headers })).toEqual({ orders: [] });
    expect(await list(user('bob'))).toEqual({ orders: [] });
    const [orderId = ''] = orderIds;
    for (const route of ['getOrder', 'cancelOrder'] as const) {
      const parts = { method: route === 'getOrder' ? 'GET' : 'POST', params: { orderId } };
      expect(await ask(route, user('bob'), parts)).toMatchObject({ status: 404, body: { code: 'ORDER.NOT_FOUND' } });
    }
  });
});

describe('the link of a mail', () => {
  async function anOrderWithLink() {
    const world = aShopWithAccounts();
    const { guestId, orderIds } = await world.aGuest(2);
    const [orderId = '', other = ''] = orderIds;
    const query = new URL(world.shop.links.linkTo(orderId)).search;
    return { ...world, guestId, orderId, other, query };
  }

  it('shows the order to anyone who has it', async () => {
    const { ask, orderId, query } = await anOrderWithLink();
    for (const headers of [{}, user('bob')]) {
      const answer = await ask('getOrder', headers, { params: { orderId }, query });
      expect(answer).toMatchObject({ status: 200, body: { orderId, email: 'ada@example.com' } });
    }
  });

  it('cancels the order, and leads back to it', async () => {
    const { ask, orderId, query, shop, guestId } = await anOrderWithLink();
    const answer = await ask('cancelOrder', {}, { method: 'POST', params: { orderId }, query });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/api/orders/${orderId}${query}`);
    expect(await shop.orders.find(guestId, orderId)).toMatchObject({ cancellation: 'requested' });
  });

  it('gives access to no other order, and neither does a forged one', async () => {
    const { ask, orderId, other, query } = await anOrderWithLink();
    for (const [id, search] of [
      [other, query],
      [orderId, `?access=${'A'.repeat(43)}`],
      [orderId, '?access='],
      [orderId, ''],
    ] as const) {
      const answer = await ask('getOrder', {}, { params: { orderId: id }, query: search });
      expect(answer).toMatchObject({ status: 404, body: { code: 'ORDER.NOT_FOUND' } });
    }
  });

  it('does not stand in the way of the customer, even if it is outdated', async () => {
    const { aGuest, ask } = aShopWithAccounts();
    const { headers, orderIds } = await aGuest(1);
    const [orderId = ''] = orderIds;
    expect((await ask('getOrder', headers, { params: { orderId }, query: '?access=old' })).status).toBe(200);
  });

  it('has no other parameter', async () => {
    const { ask, orderId, query } = await anOrderWithLink();
    const answer = await ask('getOrder', {}, { params: { orderId }, query: `${query}&as=owner` });
    expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID', errors: [{ path: 'as' }] } });
  });
});
