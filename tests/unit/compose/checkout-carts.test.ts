// A cart is taken for one order at the version that was priced, and gets its lines back once, wherever its owner is by then.

import { makeEntityCartStore } from '../../../src/adapters/durable/entity-cart-store';
import { makeEntitySignals } from '../../../src/adapters/durable/entity-signals';
import { makeCartEntity } from '../../../src/carts/cart-entity';
import { mergeGuestCart } from '../../../src/carts/merge-guest-cart';
import { makeCheckoutCarts } from '../../../src/compose/checkout-carts';
import { makeFakeEntities } from '../../helpers/fake-entities';

const cartEntity = makeCartEntity(Number.POSITIVE_INFINITY);

const oak = [{ sku: 'oak', quantity: 2 }];

async function aFilledCart() {
  const timing = { boundMs: 8_000, firstPauseMs: 1, longestPauseMs: 5 };
  const store = makeEntityCartStore(makeFakeEntities({ cart: cartEntity }).client, makeEntitySignals(timing));
  const carts = makeCheckoutCarts(store);
  await store.apply('cus_1', 'a', { kind: 'add', sku: 'oak', quantity: 2 });
  const linesOf = async (customerId: string) => (await carts.read(customerId)).lines;
  return { store, carts, linesOf, ...(await carts.read('cus_1')) };
}

it('is taken once, by the first of several orders that priced it', async () => {
  const { carts, lines, version } = await aFilledCart();
  const orders = ['ord_1', 'ord_2', 'ord_3'];
  const taken = await Promise.all(orders.map((orderId) => carts.take('cus_1', orderId, { lines, version })));
  expect(taken).toEqual([true, false, false]);
  const after = await carts.read('cus_1');
  expect(after).toMatchObject({ lines: [], emptiedBy: 'ord_1' });
  expect(after.taken).toEqual(new Map([['ord_1', { lines: oak, version }]]));
  expect(await carts.take('cus_1', 'ord_1', { lines, version })).toBe(true);
});

it('is not taken when it has changed since it was priced, nor by an order that priced another version than it took', async () => {
  const { store, carts, lines, version } = await aFilledCart();
  await store.apply('cus_1', 'b', { kind: 'add', sku: 'oak', quantity: 3 });
  expect(await carts.take('cus_1', 'ord_1', { lines, version })).toBe(false);
  const now = await carts.read('cus_1');
  expect(await carts.take('cus_1', 'ord_1', now)).toBe(true);
  expect(await carts.take('cus_1', 'ord_1', { lines, version })).toBe(false);
});

it('gets its lines back once', async () => {
  const { carts, lines, version, linesOf } = await aFilledCart();
  await carts.take('cus_1', 'ord_1', { lines, version });
  for (let n = 0; n < 3; n++) await carts.giveBack('cus_1', 'ord_1', oak);
  expect(await linesOf('cus_1')).toEqual(oak);
});

it('keeps lines that were claimed again from a sweep', async () => {
  const { carts, lines, version, linesOf } = await aFilledCart();
  await carts.take('cus_1', 'ord_1', { lines, version });
  await carts.giveBackUnclaimed('cus_1', 'ord_1', new Date(Date.now() - 60_000));
  expect(await linesOf('cus_1')).toEqual([]);
  await carts.giveBackUnclaimed('cus_1', 'ord_1', new Date(Date.now() + 60_000));
  expect(await linesOf('cus_1')).toEqual(oak);
});

it('gives the lines to the account of a guest who has signed in meanwhile', async () => {
  const { store, carts, lines, version, linesOf } = await aFilledCart();
  await carts.take('cus_1', 'ord_1', { lines, version });
  await mergeGuestCart(store, 'cus_1', 'cus_account');
  for (let n = 0; n < 2; n++) await carts.giveBack('cus_1', 'ord_1', oak);
  expect([await linesOf('cus_1'), await linesOf('cus_account')]).toEqual([[], oak]);
});
