// The guest's cart is merged into the customer's exactly once, even if the merge is interrupted, repeated or concurrent.

import { makeEntityCartStore } from '../../../src/adapters/durable/entity-cart-store';
import { makeEntitySignals } from '../../../src/adapters/durable/entity-signals';
import type { CartChange, CartCommand } from '../../../src/carts/cart';
import { makeCartEntity } from '../../../src/carts/cart-entity';
import { mergeGuestCart } from '../../../src/carts/merge-guest-cart';
import type { CartStore } from '../../../src/carts/ports';
import { newId } from '../../../src/shared/ids';
import { makeFakeEntities } from '../../helpers/fake-entities';

const cartEntity = makeCartEntity(Number.POSITIVE_INFINITY);

const [guest, customer] = ['cus_guest', 'cus_customer'];

async function aStore(lines: Record<string, CartChange[]>) {
  const { client } = makeFakeEntities({ cart: cartEntity });
  const carts = makeEntityCartStore(client, makeEntitySignals({ boundMs: 8_000, firstPauseMs: 1, longestPauseMs: 5 }));
  const change = (id: string, command: CartCommand) => carts.apply(id, newId('cmd'), command);
  for (const [id, commands] of Object.entries(lines)) for (const command of commands) await change(id, command);
  const linesOf = async (id: string) => (await carts.read(id)).lines;
  return { carts, change, linesOf };
}

const add = (sku: string, quantity: number): CartChange => ({ kind: 'add', sku, quantity });

/** The store, seen by a process that is interrupted after that many changes. */
function cutOffAfter(changes: number, carts: CartStore): CartStore {
  let left = changes;
  return {
    ...carts,
    async apply(...command) {
      if (left-- <= 0) throw new Error('cut off');
      return carts.apply(...command);
    },
  };
}

test('takes the larger quantity of each product and empties the guest cart', async () => {
  const { carts, linesOf } = await aStore({
    [guest]: [add('oak', 2), add('elm', 1)],
    [customer]: [add('ash', 4), add('oak', 1)],
  });
  expect(await mergeGuestCart(carts, guest, customer)).toBe(true);
  const merged = [
    { sku: 'ash', quantity: 4 },
    { sku: 'oak', quantity: 2 },
    { sku: 'elm', quantity: 1 },
  ];
  expect([await linesOf(customer), await linesOf(guest)]).toEqual([merged, []]);
});

test('changes neither cart if the guest cart is empty', async () => {
  const { carts } = await aStore({ [customer]: [add('ash', 4)] });
  expect(await mergeGuestCart(carts, guest, customer)).toBe(true);
  expect([(await carts.read(customer)).version, (await carts.read(guest)).version]).toEqual([1, 0]);
});

test.each([0, 1, 2])(
  'goes on where it was cut off (after %i changes), without counting anything twice',
  async (changes) => {
    const { carts, change, linesOf } = await aStore({ [guest]: [add('oak', 2), add('elm', 1)] });
    await expect(mergeGuestCart(cutOffAfter(changes, carts), guest, customer)).rejects.toThrow('cut off');
    // What the customer has taken out meanwhile must not come back.
    if (changes > 1) await change(customer, { kind: 'remove', sku: 'elm' });
    expect(await mergeGuestCart(carts, guest, customer)).toBe(true);
    const expected = changes > 1 ? ['oak'] : ['oak', 'elm'];
    expect((await linesOf(customer)).map(({ sku }) => sku)).toEqual(expected);
    expect(await linesOf(guest)).toEqual([]);
  },
);

test('counts once if many requests merge concurrently', async () => {
  const { carts, linesOf } = await aStore({ [guest]: [add('oak', 2)], [customer]: [add('oak', 1)] });
  const all = await Promise.all(Array.from({ length: 20 }, () => mergeGuestCart(carts, guest, customer)));
  expect(all).toEqual(Array.from({ length: 20 }, () => true));
  expect([await linesOf(customer), await linesOf(guest)]).toEqual([[{ sku: 'oak', quantity: 2 }], []]);
  expect([(await carts.read(customer)).version, (await carts.read(guest)).version]).toEqual([2, 2]);
});

test('loses nothing that the guest adds during the merge', async () => {
  const { carts, change, linesOf } = await aStore({ [guest]: [add('oak', 2)] });
  let added = false;
  const late: CartStore = {
    ...carts,
    async apply(id, ...command) {
      const result = await carts.apply(id, ...command);
      if (id === customer && !added) {
        added = true;
        await change(guest, add('elm', 3));
      }
      return result;
    },
  };
  expect(await mergeGuestCart(late, guest, customer)).toBe(true);
  const merged = [
    { sku: 'oak', quantity: 2 },
    { sku: 'elm', quantity: 3 },
  ];
  expect([await linesOf(customer), await linesOf(guest)]).toEqual([merged, []]);
});

test('leaves the rest to the next request if the guest keeps changing the cart', async () => {
  const { carts, change, linesOf } = await aStore({ [guest]: [add('oak', 1)] });
  const restless: CartStore = {
    ...carts,
    async apply(id, ...command) {
      if (id === customer) await change(guest, add('oak', 1));
      return carts.apply(id, ...command);
    },
  };
  expect(await mergeGuestCart(restless, guest, customer)).toBe(false);
  expect(await linesOf(guest)).toEqual([{ sku: 'oak', quantity: 4 }]);
  expect(await mergeGuestCart(carts, guest, customer)).toBe(true);
  expect(await linesOf(customer)).toEqual([{ sku: 'oak', quantity: 4 }]);
});

describe('an order of the guest', () => {
  const checkout = (version: number): CartCommand => ({
    kind: 'checkout',
    orderId: 'ord_1',
    lines: [{ sku: 'oak', quantity: 2 }],
    onlyIfVersion: [version],
  });

  test('cannot take the lines that are on their way into the account', async () => {
    const { carts, change, linesOf } = await aStore({ [guest]: [add('oak', 2)] });
    await expect(mergeGuestCart(cutOffAfter(2, carts), guest, customer)).rejects.toThrow('cut off');
    expect(await change(guest, checkout(1))).toMatchObject({ ok: false, code: 'CART.MOVED' });
    expect(await mergeGuestCart(carts, guest, customer)).toBe(true);
    expect([await linesOf(customer), await linesOf(guest)]).toEqual([[{ sku: 'oak', quantity: 2 }], []]);
  });

  test('keeps the lines that it took before the merge', async () => {
    const { carts, change, linesOf } = await aStore({ [guest]: [add('oak', 2)] });
    const meanwhile: CartStore = {
      ...carts,
      async apply(id, commandId, command) {
        if (command.kind === 'move') await change(guest, checkout(1));
        return carts.apply(id, commandId, command);
      },
    };
    expect(await mergeGuestCart(meanwhile, guest, customer)).toBe(true);
    expect([await linesOf(customer), await linesOf(guest)]).toEqual([[], []]);
  });

  test('that took the lines before the sign-in leaves word where they go when it gives them back', async () => {
    const { carts, change, linesOf } = await aStore({ [guest]: [add('oak', 2)] });
    await change(guest, checkout(1));
    expect(await mergeGuestCart(carts, guest, customer)).toBe(true);
    expect((await carts.read(guest)).movedTo).toBe(customer);
    await change(guest, { kind: 'giveBack', orderId: 'ord_1' });
    expect(await mergeGuestCart(carts, guest, customer)).toBe(true);
    expect([await linesOf(customer), await linesOf(guest)]).toEqual([[{ sku: 'oak', quantity: 2 }], []]);
  });
});

test('a merge that was cut off is finished for its account, and gives nothing to the next one', async () => {
  const { carts, linesOf } = await aStore({ [guest]: [add('oak', 2)] });
  await expect(mergeGuestCart(cutOffAfter(1, carts), guest, customer)).rejects.toThrow('cut off');
  expect(await mergeGuestCart(carts, guest, 'cus_another')).toBe(true);
  expect([await linesOf(customer), await linesOf('cus_another'), await linesOf(guest)]).toEqual([
    [{ sku: 'oak', quantity: 2 }],
    [],
    [],
  ]);
});
