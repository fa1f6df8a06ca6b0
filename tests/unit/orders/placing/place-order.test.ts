// From the cart to an order: once for each key, whatever crashes and whoever comes at the same moment.

import { orderIdOf } from '../../../../src/orders/order';
import { type FakeOrderShop, makeFakeOrderShop } from '../../../helpers/fake-order-shop';
import { aCheckout, customerId, euros } from '../../../helpers/order-builders';

const idempotencyKey = 'key-1';
const orderId = orderIdOf(customerId, idempotencyKey);
const seconds = (n: number) => n * 1000;

function aShopWithCart(): FakeOrderShop {
  const shop = makeFakeOrderShop();
  shop.carts.set(customerId, [
    { sku: 'oak', quantity: 2 },
    { sku: 'elm', quantity: 1 },
  ]);
  return shop;
}

function place(shop: FakeOrderShop, checkout = aCheckout()) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const order = shop.placeOrder({ customerId, idempotencyKey, checkout }, shop.services, warn);
  return order.then((placed) => ({ ...placed, warnings }));
}

describe('placing an order', () => {
  it('records it at today’s prices, starts it, empties the cart and leaves no note', async () => {
    const shop = aShopWithCart();
    const order = await place(shop);
    expect(order).toMatchObject({ orderId, customerId, state: 'placed', total: euros(2800), warnings: [] });
    expect(shop.orders.all()).toHaveLength(1);
    expect(shop.started).toEqual([orderId]);
    expect(shop.carts.get(customerId)).toBeUndefined();
    expect(shop.launches.notes.size).toBe(0);
  });

  it('again with the same key gives the same order, although the cart is empty by then', async () => {
    const shop = aShopWithCart();
    await place(shop);
    expect(await place(shop)).toMatchObject({ orderId });
    expect(shop.started).toEqual([orderId]);
  });

  it('ten times at once gives one order, started once', async () => {
    const shop = aShopWithCart();
    const placed = await Promise.all(Array.from({ length: 10 }, () => place(shop)));
    expect(new Set(placed.map((order) => order.orderId))).toEqual(new Set([orderId]));
    expect(shop.orders.all()).toHaveLength(1);
    expect(shop.started).toEqual([orderId]);
    expect(shop.emptied).toHaveLength(1);
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
    await expect(place(shop, aCheckout({ email: 'eve@example.com' }))).rejects.toMatchObject({
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
    expect(shop.carts.get(customerId)).toHaveLength(2);
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
    expect(shop.carts.get(customerId)).toHaveLength(2);
  });

  it('again with the same key gives the same order, although it has taken the last units', async () => {
    const shop = aShopWithCart();
    await place(shop);
    shop.available.clear();
    expect(await place(shop)).toMatchObject({ orderId });
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

  it('is recorded and noted, and its cart is not touched', async () => {
    const shop = await crashed();
    expect(shop.orders.all()).toHaveLength(1);
    expect(shop.launches.notes.size).toBe(1);
    expect(shop.emptied).toEqual([]);
  });

  it('is left to that request for a few seconds, then started by the next one', async () => {
    const shop = await crashed();
    shop.clock.now += seconds(9);
    await place(shop);
    expect(shop.started).toEqual([]);
    shop.clock.now += seconds(2);
    await place(shop);
    expect(shop.started).toEqual([orderId]);
    expect(shop.emptied).toHaveLength(1);
    expect(shop.launches.notes.size).toBe(0);
  });

  it('is started by the timer when the customer never comes back', async () => {
    const shop = await crashed();
    shop.clock.now += seconds(29);
    expect(await shop.launchOrder.launchStalled(shop.services)).toEqual({ launched: [], failed: [] });
    shop.clock.now += seconds(2);
    expect(await shop.launchOrder.launchStalled(shop.services)).toEqual({ launched: [orderId], failed: [] });
    expect(shop.started).toEqual([orderId]);
    expect(shop.carts.get(customerId)).toBeUndefined();
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
  it('a cart that could not be emptied: the order stands, and the timer empties the cart', async () => {
    const shop = aShopWithCart();
    shop.broken.add('empty');
    const { warnings } = await place(shop);
    expect(warnings).toEqual([`${orderId}: the cart is emptied later`]);
    shop.broken.clear();
    shop.clock.now += seconds(31);
    await shop.launchOrder.launchStalled(shop.services);
    expect(shop.carts.get(customerId)).toBeUndefined();
    expect(shop.launches.notes.size).toBe(0);
  });

  it('a note without an order: kept for ten minutes, then dropped', async () => {
    const shop = makeFakeOrderShop();
    await shop.launches.add({ orderId: 'ord_gone', customerId, createdAt: new Date(shop.clock.now).toISOString() });
    shop.clock.now += seconds(599);
    await shop.launchOrder.launchStalled(shop.services);
    expect(shop.launches.notes.size).toBe(1);
    shop.clock.now += seconds(2);
    await shop.launchOrder.launchStalled(shop.services);
    expect(shop.launches.notes.size).toBe(0);
  });
});
