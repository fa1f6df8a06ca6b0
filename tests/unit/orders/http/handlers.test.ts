// Orders over HTTP: status, body, headers and problem codes.

import { signReport } from '../../../../src/orders/http/shipping-report';
import type { Order } from '../../../../src/orders/order';
import { recordStep } from '../../../../src/orders/timeline';
import { type FakeOrderShop, makeFakeOrderShop, webhookSecret } from '../../../helpers/fake-order-shop';
import { type Answer, call, type RequestParts } from '../../../helpers/http';
import { aCheckout, euros } from '../../../helpers/order-builders';

type Handlers = FakeOrderShop['handlers'];
type Route = Exclude<keyof Handlers, 'startStalledOrders'>;

/** A guest who keeps the cookie; the first answer tells the customer id. */
async function aGuest({ handlers }: FakeOrderShop) {
  const first = await call(handlers.listOrders);
  const cookie = `${first.cookies[0]?.name}=${first.cookies[0]?.value}`;
  const customerId = /cus_\w{26}/.exec(cookie)?.[0] ?? '';
  const ask = (name: Route, parts: RequestParts = {}): Promise<Answer> =>
    call(handlers[name], { ...parts, headers: { cookie, ...parts.headers } });
  return { customerId, ask };
}

async function aGuestWithCart() {
  const shop = makeFakeOrderShop();
  const guest = await aGuest(shop);
  const fill = () =>
    shop.carts.set(guest.customerId, [
      { sku: 'oak', quantity: 2 },
      { sku: 'elm', quantity: 1 },
    ]);
  fill();
  const place = (key = 'key-1', body: unknown = aCheckout()) =>
    guest.ask('placeOrder', { body, headers: { 'idempotency-key': key } });
  return { shop, ...guest, fill, place };
}

async function anOrderOf(guest: Awaited<ReturnType<typeof aGuestWithCart>>): Promise<string> {
  return ((await guest.place()).body as { orderId: string }).orderId;
}

describe('POST /orders', () => {
  it('answers 202 with the order’s id, state, total and place', async () => {
    const { place } = await aGuestWithCart();
    const { status, body, headers } = await place();
    expect({ status, body }).toEqual({
      status: 202,
      body: { orderId: expect.stringMatching(/^ord_[a-z2-7]{26}$/), state: 'placed', total: euros(2800) },
    });
    expect(headers.get('location')).toBe(`/api/orders/${(body as { orderId: string }).orderId}`);
  });

  it('demands an Idempotency-Key', async () => {
    const { ask } = await aGuestWithCart();
    expect(await ask('placeOrder', { body: aCheckout() })).toMatchObject({
      status: 400,
      body: { code: 'REQUEST.KEY_REQUIRED' },
    });
  });

  it.each([
    ['an unknown field', { ...aCheckout(), coupon: 'x' }, ''],
    ['no address', { ...aCheckout(), shippingAddress: undefined }, 'shippingAddress'],
    [
      'a country that is no code',
      { ...aCheckout(), shippingAddress: { ...aCheckout().shippingAddress, country: 'Germany' } },
      'shippingAddress.country',
    ],
    [
      'a name of two lines',
      { ...aCheckout(), shippingAddress: { ...aCheckout().shippingAddress, name: 'A\nBcc: x' } },
      'shippingAddress.name',
    ],
    ['a mail address that is none', { ...aCheckout(), email: 'ada' }, 'email'],
    ['half a cent', { ...aCheckout(), expectedTotal: { amount: 0.5, currency: 'EUR' } }, 'expectedTotal.amount'],
    ['a token with spaces', { ...aCheckout(), payment: { token: 'a b' } }, 'payment.token'],
  ])('answers 400 to %s and names the field', async (_case, body, field) => {
    const { place } = await aGuestWithCart();
    const answer = await place('key-1', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
    expect(JSON.stringify(answer.body)).toContain(field);
  });

  it.each([
    ['another total than expected', 409, 'ORDER.PRICE_CHANGED', aCheckout({ expectedTotal: euros(1) })],
    ['text that is not JSON', 400, 'REQUEST.MALFORMED', '{'],
  ])('answers %s with %d', async (_case, status, code, body) => {
    const { place } = await aGuestWithCart();
    expect(await place('key-1', body)).toMatchObject({ status, body: { code } });
  });

  it('answers 422 to another checkout under a known key', async () => {
    const { place } = await aGuestWithCart();
    await place();
    expect(await place('key-1', aCheckout({ email: 'eve@example.com' }))).toMatchObject({
      status: 422,
      body: { code: 'REQUEST.KEY_REUSED' },
    });
  });
});

describe('GET /orders/{orderId}', () => {
  it('shows the owner the order, with a tag', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const answer = await guest.ask('getOrder', { params: { orderId } });
    expect(answer).toMatchObject({ status: 200, body: { orderId, state: 'placed', email: 'ada@example.com' } });
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it.each(['ord_', 'nonsense', `ord_${'b'.repeat(26)}`])('knows nothing of %s', async (orderId) => {
    const guest = await aGuestWithCart();
    const answer = await guest.ask('getOrder', { params: { orderId } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ORDER.NOT_FOUND' } });
  });

  it('knows nothing of somebody else’s order', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const stranger = await aGuest(guest.shop);
    const answer = await stranger.ask('getOrder', { params: { orderId } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ORDER.NOT_FOUND' } });
  });
});

describe('Prefer: wait', () => {
  /** Lets the order change after so many looks at it. */
  function changeAfter(shop: FakeOrderShop, looks: number, change: (order: Order) => Order) {
    const { find } = shop.orders;
    let left = looks;
    shop.orders.find = async (customerId, orderId) => {
      if (left-- === 0) await shop.orders.update(customerId, orderId, change);
      return find(customerId, orderId);
    };
  }
  const reserve = (order: Order) => recordStep(order, { at: 'then', state: 'reserved', step: 'reserveStock' });

  it('holds the answer until the order changes', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const before = guest.shop.clock.now;
    changeAfter(guest.shop, 4, reserve);
    const answer = await guest.ask('getOrder', { params: { orderId }, headers: { prefer: 'wait=20' } });
    expect(answer).toMatchObject({ status: 200, body: { state: 'reserved' } });
    expect(answer.headers.get('preference-applied')).toBe('wait=20');
    expect(guest.shop.clock.now - before).toBe(1000);
  });

  it.each([
    ['wait=2', 2],
    ['respond-async, wait=3', 3],
    ['wait=9999', 30],
  ])('%s: answers with the order as it is after %d seconds', async (prefer, seconds) => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const before = guest.shop.clock.now;
    const answer = await guest.ask('getOrder', { params: { orderId }, headers: { prefer } });
    expect(answer).toMatchObject({ status: 200, body: { state: 'placed' } });
    expect(guest.shop.clock.now - before).toBe(seconds * 1000);
  });

  it('does not wait for an order that is at its end', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const before = guest.shop.clock.now;
    await guest.shop.orders.update(guest.customerId, orderId, (order) => ({ ...order, state: 'refused' }));
    await guest.ask('getOrder', { params: { orderId }, headers: { prefer: 'wait=20' } });
    expect(guest.shop.clock.now).toBe(before);
  });

  it('with If-None-Match misses no change between two requests, and answers 304 when there is none', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    await guest.shop.orders.update(guest.customerId, orderId, reserve);
    const ask = (tag: string) =>
      guest.ask('getOrder', { params: { orderId }, headers: { prefer: 'wait=1', 'if-none-match': tag } });
    expect(await ask('"1"')).toMatchObject({ status: 200, body: { state: 'reserved' } });
    expect(await ask('"2"')).toMatchObject({ status: 304, body: undefined });
  });
});

describe('GET /orders', () => {
  it('lists the caller’s orders, the newest first, page by page', async () => {
    const guest = await aGuestWithCart();
    for (let n = 0; n < 22; n++) {
      guest.fill();
      guest.shop.clock.now += 1000;
      await guest.place(`key-${n}`);
    }
    const first = (await guest.ask('listOrders')).body as { orders: { createdAt: string }[]; cursor?: string };
    expect(first.orders).toHaveLength(20);
    const times = first.orders.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
    const search = new URLSearchParams({ cursor: first.cursor ?? '' });
    const second = (await guest.ask('listOrders', { query: `?${search}` })).body as { orders: unknown[] };
    expect(second.orders).toHaveLength(2);
    expect(second).not.toHaveProperty('cursor');
  });

  it('filters by state, and refuses a state that does not exist', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const list = async (query: string) => (await guest.ask('listOrders', { query })).body;
    expect(await list('?status=placed')).toMatchObject({ orders: [{ orderId, state: 'placed' }] });
    expect(await list('?status=delivered')).toEqual({ orders: [] });
    expect(await list('?status=lost')).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ field: 'status' }] });
  });
});

describe('POST /webhooks/shipping', () => {
  const reference = `ord_${'a'.repeat(26)}:north`;
  const report = { reference, shipmentId: 'shp_1', event: 'dispatched', at: '2026-03-01T12:00:00Z' };

  function post(shop: FakeOrderShop, content: unknown, secret = webhookSecret) {
    const body = JSON.stringify(content);
    const timestamp = String(Math.floor(shop.clock.now / 1000));
    const headers = { 'x-carrier-timestamp': timestamp, 'x-carrier-signature': signReport(body, timestamp, secret) };
    return call(shop.handlers.shippingWebhook, { body, headers });
  }

  it('tells the parcel’s orchestration, also when the report comes again', async () => {
    const shop = makeFakeOrderShop();
    expect(await post(shop, report)).toMatchObject({ status: 202 });
    expect(await post(shop, { ...report, event: 'delivered' })).toMatchObject({ status: 202 });
    expect(shop.raised).toEqual([`ShipmentDispatched ${reference}`, `ShipmentDelivered ${reference}`]);
  });

  it('believes nobody without the secret, whatever the body is', async () => {
    const shop = makeFakeOrderShop();
    expect(await post(shop, report, 'x'.repeat(32))).toMatchObject({ status: 401, body: { code: 'WEBHOOK.UNSIGNED' } });
    expect(await call(shop.handlers.shippingWebhook, { body: '{' })).toMatchObject({ status: 401 });
    expect(shop.raised).toEqual([]);
  });

  it.each([
    ['a reference that is a path', { ...report, reference: '../../orchestrators/x' }],
    ['an event that does not exist', { ...report, event: 'lost' }],
  ])('refuses %s', async (_case, content) => {
    expect(await post(makeFakeOrderShop(), content)).toMatchObject({ status: 400, body: { code: 'REQUEST.INVALID' } });
  });
});
