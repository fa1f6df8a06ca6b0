// Reading orders over HTTP: single orders, long polling, and the list.

import type { OrderJson } from '../../../../src/orders/http/order-json';
import { makeWatchOrder } from '../../../../src/orders/http/watch-order';
import type { Order } from '../../../../src/orders/order';
import { recordedStep } from '../../../../src/orders/order-states';
import { recordStep, withPaymentAction } from '../../../../src/orders/timeline';
import type { FakeOrderShop } from '../../../helpers/fake-order-shop';
import { aGuest, aGuestWithCart, anOrderOf } from './a-guest';

describe('GET /orders/{orderId}', () => {
  it('shows the owner the order, with a tag', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const answer = await guest.ask('getOrder', { params: { orderId } });
    expect(answer).toMatchObject({ status: 200, body: { orderId, state: 'placed', email: 'ada@example.com' } });
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it('shows nothing else that earlier versions stored in a timeline', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const remark = { step: 'mail:confirmed', at: '2026-03-01T13:00:00.000Z', reason: 'MAIL.FAILED' };
    const { customerId } = guest;
    await guest.shop.orders.update(customerId, orderId, (order) => ({
      ...order,
      timeline: [...order.timeline, { ...remark, state: order.state, customerId, orderId, detail: 'no such box' }],
    }));
    const { body } = await guest.ask('getOrder', { params: { orderId } });
    expect((body as OrderJson).timeline.at(-1)).toEqual({ ...remark, state: 'placed' });
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

describe('an order whose payment the customer has to confirm', () => {
  const paymentAction = { type: 'redirect', url: 'https://bank.example/', clientSecret: 'pi_1_secret_1' } as const;

  async function aWaitingOrder() {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const step = { at: '2026-03-01T12:00:05.000Z', ...recordedStep('requestPaymentAction') };
    await guest.shop.orders.update(guest.customerId, orderId, (order) =>
      withPaymentAction(recordStep({ ...order, state: 'reserved' }, step), paymentAction),
    );
    return { ...guest, orderId, params: { orderId } };
  }

  it('tells the customer what to do, until it is done', async () => {
    const { ask, params, shop, customerId, orderId } = await aWaitingOrder();
    const { body } = await ask('getOrder', { params });
    expect(body).toMatchObject({ state: 'awaitingPayment', paymentAction });
    const step = { at: '2026-03-01T12:00:09.000Z', ...recordedStep('authorizePayment') };
    await shop.orders.update(customerId, orderId, (order) => recordStep(order, step));
    expect((await ask('getOrder', { params })).body).not.toHaveProperty('paymentAction');
  });

  it('does not tell somebody who has the link of a mail', async () => {
    const { shop, params, orderId } = await aWaitingOrder();
    const stranger = await aGuest(shop);
    const query = new URL(shop.links.linkTo(orderId)).search;
    const { body } = await stranger.ask('getOrder', { params, query });
    expect(body).toMatchObject({ state: 'awaitingPayment' });
    expect(body).not.toHaveProperty('paymentAction');
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

  it('says that it held the answer only when it did', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const applied = async (headers: Record<string, string>) =>
      (await guest.ask('getOrder', { params: { orderId }, headers })).headers.get('preference-applied');
    expect(await applied({ prefer: 'wait=2' })).toBe('wait=2');
    expect(await applied({ prefer: 'wait=99' })).toBe('wait=30');
    expect(await applied({ prefer: 'wait=0' })).toBeNull();
    expect(await applied({ prefer: 'respond-async' })).toBeNull();
    expect(await applied({ prefer: 'wait=2', 'if-none-match': '"0"' })).toBe('wait=2');
    expect(await applied({ prefer: 'wait=2', 'if-none-match': '"7"' })).toBeNull();
    await guest.shop.orders.update(guest.customerId, orderId, (order) => ({ ...order, state: 'refused' }));
    expect(await applied({ prefer: 'wait=2' })).toBeNull();
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

  it('waits for what follows an end, such as a refund, when the caller names the version', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    await guest.shop.orders.update(guest.customerId, orderId, (order) => ({
      ...order,
      state: 'delivered',
      version: 7,
    }));
    const before = guest.shop.clock.now;
    const tag = (await guest.ask('getOrder', { params: { orderId } })).headers.get('etag') ?? '';
    const ask = () =>
      guest.ask('getOrder', { params: { orderId }, headers: { prefer: 'wait=20', 'if-none-match': tag } });
    expect(await ask()).toMatchObject({ status: 304 });
    expect(guest.shop.clock.now - before).toBe(20_000);
    changeAfter(guest.shop, 4, (order) => ({ ...order, state: 'refunded', version: order.version + 1 }));
    expect(await ask()).toMatchObject({ status: 200, body: { state: 'refunded' } });
    expect(guest.shop.clock.now - before).toBe(21_000);
  });

  it('reads an order once for all who wait for it, and at least once for each', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const { find } = guest.shop.orders;
    let reads = 0;
    let time = 0;
    const watch = makeWatchOrder({
      orders: { ...guest.shop.orders, find: (...key) => find(...key).finally(() => reads++) },
      now: () => new Date(time),
      sleep: async (ms) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        time += ms;
      },
    });
    const wait = () => watch({ customerId: guest.customerId, orderId, waitMs: 1_000 });
    const orders = await Promise.all(Array.from({ length: 50 }, wait));
    expect(orders.map((watched) => watched?.order.state)).toEqual(orders.map(() => 'placed'));
    expect(reads).toBeLessThanOrEqual(50 + 5);
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
      if (n > 0) guest.fill();
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
    const few = (await guest.ask('listOrders', { query: '?limit=3' })).body as { orders: unknown[]; cursor?: string };
    expect(few).toMatchObject({ orders: { length: 3 }, cursor: expect.any(String) });
  });

  it.each(['0', '101', '-1', '1.5', 'ten', ''])('refuses a limit of %j', async (limit) => {
    const guest = await aGuestWithCart();
    const answer = await guest.ask('listOrders', { query: `?limit=${limit}` });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'limit' }] } });
  });

  it('refuses a parameter that is given twice', async () => {
    const guest = await aGuestWithCart();
    const answer = await guest.ask('listOrders', { query: '?state=placed&state=refused' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'state' }] } });
  });

  it('filters by state, and refuses a state that does not exist', async () => {
    const guest = await aGuestWithCart();
    const orderId = await anOrderOf(guest);
    const list = async (query: string) => (await guest.ask('listOrders', { query })).body;
    expect(await list('?state=placed')).toMatchObject({ orders: [{ orderId, state: 'placed' }] });
    expect(await list('?state=delivered')).toEqual({ orders: [] });
    expect(await list('?state=lost')).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ path: 'state' }] });
  });
});
