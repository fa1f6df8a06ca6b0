// From the cart to an order: once for each key, whatever crashes and whoever comes at the same moment.

import { mergeGuestCart } from '../../../../src/carts/merge-guest-cart';
import { orderIdOf } from '../../../../src/orders/order';
import type { PlaceOrderRequest } from '../../../../src/orders/placing/place-order';
import { type FakeOrderShop, makeFakeOrderShop } from '../../../helpers/fake-order-shop';
import { aCheckout, broughtTo, customerId, euros } from '../../../helpers/order-builders';

const idempotencyKey = 'key-1';
const orderId = orderIdOf(customerId, idempotencyKey);
const seconds = (n: number) => n * 1000;

function aShopWithCart(): FakeOrderShop {
  const shop = makeFakeOrderShop();
  shop.carts.fill(customerId, [
    { sku: 'oak', quantity: 2 },
    { sku: 'elm', quantity: 1 },
  ]);
  return shop;
}

function place(shop: FakeOrderShop, wish: Partial<PlaceOrderRequest> = {}) {
  return shop.placeOrder({ customerId, idempotencyKey, checkout: aCheckout(), ...wish }, shop.services);
}

describe('placing an order', () => {
  it('records it at today’s prices, starts it, takes the cart and leaves no note', async () => {
    const shop = aShopWithCart();
    const order = await place(shop);
    expect(order).toMatchObject({ orderId, customerId, state: 'placed', total: euros(2800) });
    expect(shop.orders.all()).toHaveLength(1);
    expect(shop.started).toEqual([orderId]);
    expect(shop.carts.linesOf(customerId)).toEqual([]);
    expect(shop.launches.notes.size).toBe(0);
  });

  it('again with the same key gives the same order, although the cart is empty by then', async () => {
    const shop = aShopWithCart();
    await place(shop);
    expect(await place(shop)).toMatchObject({ orderId });
    expect(shop.started).toEqual([orderId]);
  });

  it('again with the same key starts nothing, although the history of its orchestration was purged', async () => {
    const shop = aShopWithCart();
    await place(shop);
    const order = await shop.orders.update(customerId, orderId, (known) => broughtTo('delivered', known));
    shop.started.length = 0;
    // The process died before it removed the note.
    await shop.launches.add({ orderId, customerId, createdAt: order.createdAt });
    shop.clock.now += 40 * 86_400_000;
    await shop.launchOrder.launchStalled(shop.services);
    expect(await place(shop)).toMatchObject({ orderId });
    expect([shop.started, shop.launches.notes.size]).toEqual([[], 0]);
  });

  it('ten times at once gives one order, started once', async () => {
    const shop = aShopWithCart();
    const placed = await Promise.all(Array.from({ length: 10 }, () => place(shop)));
    expect(new Set(placed.map((order) => order.orderId))).toEqual(new Set([orderId]));
    expect(shop.orders.all()).toHaveLength(1);
    expect(shop.started).toEqual([orderId]);
    expect(shop.carts.linesOf(customerId)).toEqual([]);
  });

  it.each([
    ['as new', 0, true],
    ['as one that others may have started when recording it took its time', seconds(1), false],
  ])('starts it %s', async (_how, recordingTook, isNew) => {
    const shop = aShopWithCart();
    const { insert } = shop.orders;
    shop.orders.insert = async (order) => {
      shop.clock.now += recordingTook;
      return insert(order);
    };
    const startedAsNew: (boolean | undefined)[] = [];
    shop.services.runs.start = async (_run, asNew) => void startedAsNew.push(asNew);
    await place(shop);
    expect(startedAsNew).toEqual([isNew]);
  });

  it('finds the order when another request takes the cart away just before it looks', async () => {
    const shop = aShopWithCart();
    const { read } = shop.services.carts;
    shop.services.carts.read = async (customer) => {
      shop.services.carts.read = read;
      await place(shop);
      return read(customer);
    };
    expect(await place(shop)).toMatchObject({ orderId });
    expect(shop.orders.all()).toHaveLength(1);
  });

  it('with another checkout under the same key is refused, also at the same moment', async () => {
    const shop = aShopWithCart();
    await place(shop);
    await expect(place(shop, { checkout: aCheckout({ email: 'eve@example.com' }) })).rejects.toMatchObject({
      code: 'REQUEST.KEY_REUSED',
    });
  });

  it('is refused with an empty cart', async () => {
    await expect(place(makeFakeOrderShop())).rejects.toMatchObject({ code: 'ORDER.CART_EMPTY' });
  });

  it('is refused with the new total when a price has changed, and nothing is recorded', async () => {
    const shop = aShopWithCart();
    shop.products.push({
      ...shop.products.splice(1, 1)[0],
      sku: 'elm',
      name: 'The elm',
      price: euros(400),
      warehouse: 's',
    });
    await expect(place(shop)).rejects.toMatchObject({ code: 'ORDER.PRICE_CHANGED', extra: { total: euros(2900) } });
    expect(shop.orders.all()).toEqual([]);
    expect(shop.carts.linesOf(customerId)).toHaveLength(2);
  });

  it('is refused naming the products that are no longer in the catalog', async () => {
    const shop = aShopWithCart();
    shop.products.splice(0, 1);
    await expect(place(shop)).rejects.toMatchObject({ code: 'ORDER.UNKNOWN_PRODUCTS', extra: { skus: ['oak'] } });
  });

  it('is refused listing each product that is short, with what is left of it, and nothing is recorded', async () => {
    const shop = aShopWithCart();
    shop.available.set('oak', 1).delete('elm');
    await expect(place(shop)).rejects.toMatchObject({
      code: 'STOCK.SHORT',
      extra: {
        short: [
          { sku: 'oak', quantity: 2, available: 1 },
          { sku: 'elm', quantity: 1, available: 0 },
        ],
      },
    });
    expect(shop.orders.all()).toEqual([]);
    expect(shop.carts.linesOf(customerId)).toHaveLength(2);
  });

  it('again with the same key gives the same order, although it has taken the last units', async () => {
    const shop = aShopWithCart();
    await place(shop);
    shop.available.clear();
    expect(await place(shop)).toMatchObject({ orderId });
  });
});

describe('one cart', () => {
  const oakAndElm = [
    { sku: 'oak', quantity: 2 },
    { sku: 'elm', quantity: 1 },
  ];

  it('is bought once under ten keys at once; the others are told where the order is', async () => {
    const shop = aShopWithCart();
    const keys = Array.from({ length: 10 }, (_, n) => `key-${n}`);
    const answers = await Promise.allSettled(keys.map((key) => place(shop, { idempotencyKey: key })));
    const placed = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.orderId] : []));
    expect(placed).toHaveLength(1);
    expect(shop.started).toEqual(placed);
    expect(shop.orders.all()).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status === 'rejected')) {
      const extra = { orderId: placed[0], location: `/api/orders/${placed[0]}` };
      expect(answer).toMatchObject({ reason: { code: 'CART.CHECKED_OUT', extra } });
    }
  });

  it('that was bought and filled and emptied again is just empty', async () => {
    const shop = aShopWithCart();
    await place(shop);
    shop.carts.fill(customerId, [{ sku: 'elm', quantity: 1 }]);
    await shop.carts.apply(customerId, 'c', { kind: 'clear' });
    await expect(place(shop, { idempotencyKey: 'key-2' })).rejects.toMatchObject({ code: 'ORDER.CART_EMPTY' });
  });

  it('is priced again when something is put into it between the price and the taking', async () => {
    const shop = aShopWithCart();
    const { take } = shop.services.carts;
    shop.services.carts.take = async (...wish) => {
      shop.services.carts.take = take;
      shop.carts.fill(customerId, [{ sku: 'elm', quantity: 1 }]);
      return take(...wish);
    };
    const refused = { code: 'ORDER.PRICE_CHANGED', extra: { total: euros(3100) } };
    await expect(place(shop)).rejects.toMatchObject(refused);
    expect(shop.carts.linesOf(customerId)).toHaveLength(2);
  });

  it('is bought only at the version that If-Match names', async () => {
    const shop = aShopWithCart();
    const stale = place(shop, { onlyIfVersion: [1] });
    await expect(stale).rejects.toMatchObject({ code: 'REQUEST.PRECONDITION_FAILED' });
    expect(await place(shop, { onlyIfVersion: [2] })).toMatchObject({ orderId });
  });

  it('is taken before a crash and bought by the repetition, with what was taken', async () => {
    const shop = aShopWithCart();
    const { insert } = shop.orders;
    shop.orders.insert = async () => Promise.reject(new Error('killed'));
    await expect(place(shop)).rejects.toThrow('killed');
    shop.orders.insert = insert;
    shop.carts.fill(customerId, [{ sku: 'elm', quantity: 5 }]);
    expect((await place(shop)).lines).toMatchObject(oakAndElm);
    expect(shop.carts.linesOf(customerId)).toEqual([{ sku: 'elm', quantity: 5 }]);
  });

  it('that was taken for an order nobody came back for gets its lines again after four minutes', async () => {
    const shop = aShopWithCart();
    shop.orders.insert = async () => Promise.reject(new Error('killed'));
    await expect(place(shop)).rejects.toThrow('killed');
    shop.clock.now += seconds(239);
    await shop.launchOrder.launchStalled(shop.services);
    expect(shop.carts.linesOf(customerId)).toEqual([]);
    shop.clock.now += seconds(2);
    await shop.launchOrder.launchStalled(shop.services);
    expect(shop.carts.linesOf(customerId)).toEqual(oakAndElm);
    expect(shop.launches.notes.size).toBe(0);
  });

  it('is not recorded as an order by a request that took too long, since its lines may be back by then', async () => {
    const shop = aShopWithCart();
    const { take } = shop.services.carts;
    shop.services.carts.take = async (...wish) => {
      const taken = await take(...wish);
      shop.clock.now += seconds(121);
      return taken;
    };
    await expect(place(shop)).rejects.toMatchObject({ code: 'CART.BUSY' });
    expect(shop.orders.all()).toEqual([]);
  });

  it('of a guest who signs in at that moment is bought once, and the account is told where the order is', async () => {
    const shop = aShopWithCart();
    const account = 'cus_account';
    const guestOrder = await place(shop);
    await mergeGuestCart(shop.carts, customerId, account);
    const wish = { customerId: account, formerGuestId: customerId, idempotencyKey: 'key-2' };
    const told = { code: 'CART.CHECKED_OUT', extra: { orderId: guestOrder.orderId } };
    await expect(place(shop, wish)).rejects.toMatchObject(told);
  });

  it('of a guest that moves into an account cannot be bought by the guest any more', async () => {
    const shop = aShopWithCart();
    await shop.carts.apply(customerId, 'm', { kind: 'move', to: 'cus_account' });
    await expect(place(shop)).rejects.toMatchObject({ code: 'CART.MOVED' });
    expect(shop.orders.all()).toEqual([]);
  });
});

describe('an order whose request died before it was started', () => {
  async function crashed() {
    const shop = aShopWithCart();
    shop.broken.add('start');
    await expect(place(shop)).rejects.toThrow('start does not work');
    shop.broken.clear();
    return shop;
  }

  it('is recorded and noted, and has taken the cart', async () => {
    const shop = await crashed();
    expect(shop.orders.all()).toHaveLength(1);
    expect(shop.launches.notes.size).toBe(1);
    expect(shop.carts.linesOf(customerId)).toEqual([]);
  });

  it('is started by the next request with its key, which waits two seconds for the first', async () => {
    const shop = await crashed();
    const before = shop.clock.now;
    await place(shop);
    expect(shop.started).toEqual([orderId]);
    expect(shop.clock.now - before).toBe(seconds(2));
    expect(shop.launches.notes.size).toBe(0);
  });

  it('is started at once by a request that comes later, however often hosts die meanwhile', async () => {
    const shop = await crashed();
    shop.clock.now += seconds(3);
    const before = shop.clock.now;
    await place(shop);
    expect([shop.started, shop.clock.now]).toEqual([[orderId], before]);
  });

  it('is started by the timer when the customer never comes back', async () => {
    const shop = await crashed();
    shop.clock.now += seconds(1);
    expect(await shop.launchOrder.launchStalled(shop.services)).toEqual({ launched: [], failed: [] });
    shop.clock.now += 1;
    expect(await shop.launchOrder.launchStalled(shop.services)).toEqual({ launched: [orderId], failed: [] });
    expect(shop.started).toEqual([orderId]);
    expect(await shop.launchOrder.launchStalled(shop.services)).toEqual({ launched: [], failed: [] });
  });

  it('stays noted while the timer cannot start it either, and does not stand in the way of others', async () => {
    const shop = await crashed();
    await shop.launches.add({ orderId: 'ord_gone', customerId, createdAt: new Date(shop.clock.now).toISOString() });
    shop.clock.now += seconds(60);
    shop.broken.add('start');
    const { failed } = await shop.launchOrder.launchStalled(shop.services);
    expect(failed.map((one) => one.orderId)).toEqual([orderId]);
    expect(shop.launches.notes.has(orderId)).toBe(true);
  });
});

describe('what a crash leaves besides', () => {
  it('a note without an order: kept for four minutes, then dropped', async () => {
    const shop = makeFakeOrderShop();
    await shop.launches.add({ orderId: 'ord_gone', customerId, createdAt: new Date(shop.clock.now).toISOString() });
    shop.clock.now += seconds(239);
    await shop.launchOrder.launchStalled(shop.services);
    expect(shop.launches.notes.size).toBe(1);
    shop.clock.now += seconds(2);
    await shop.launchOrder.launchStalled(shop.services);
    expect(shop.launches.notes.size).toBe(0);
  });
});
