// A cart that nobody has touched for long reads as empty in both stores, and whoever changes it starts from an empty one.

import { setTimeout as sleep } from 'node:timers/promises';
import { makeCosmosCartStore } from '../../../src/adapters/cosmos/cosmos-cart-store';
import { makeEntityCartStore } from '../../../src/adapters/durable/entity-cart-store';
import { makeEntitySignals } from '../../../src/adapters/durable/entity-signals';
import { type CartCommand, emptyCart } from '../../../src/carts/cart';
import { makeCartEntity } from '../../../src/carts/cart-entity';
import { unlessExpired } from '../../../src/carts/expired-cart';
import type { CartStore } from '../../../src/carts/ports';
import { makeFakeCartDocuments } from '../../helpers/fake-cart-documents';
import { makeFakeEntities } from '../../helpers/fake-entities';

const day = 86_400_000;
const now = Date.parse('2026-03-31T12:00:00Z');
const oak = { sku: 'oak', quantity: 2 };
const add: CartCommand = { kind: 'add', ...oak };
const daysOld = (days: number) => new Date(now - days * day).toISOString();

describe('a cart', () => {
  const cart = { ...emptyCart, lines: [oak], version: 7, filledAt: 3 };

  it('keeps its lines until the time is over', () => {
    const fresh = { ...cart, touchedAt: daysOld(29.9) };
    expect(unlessExpired(fresh, now, 30 * day)).toBe(fresh);
  });

  it('has no lines and a new version then', () => {
    const touchedAt = daysOld(30);
    const after = { ...cart, touchedAt, lines: [], version: 8 };
    expect(unlessExpired({ ...cart, touchedAt }, now, 30 * day)).toEqual(after);
    expect(unlessExpired(after, now, 30 * day)).toBe(after);
  });

  it('that is empty stays as it is, however old: its version must not grow with each look', () => {
    expect(unlessExpired(emptyCart, now, 30 * day)).toBe(emptyCart);
  });
});

/** So short that a test can wait for it, and long enough for a few commands. */
const expireAfterMs = 400;

const stores: Record<string, () => CartStore> = {
  entity() {
    const { client } = makeFakeEntities({ cart: makeCartEntity(expireAfterMs) });
    const timing = { boundMs: 8_000, firstPauseMs: 1, longestPauseMs: 20 };
    return makeEntityCartStore(client, makeEntitySignals(timing), expireAfterMs);
  },
  cosmos: () => makeCosmosCartStore({ documents: makeFakeCartDocuments(), expireAfterMs, now: Date.now, sleep }),
};

describe.each(Object.entries(stores))('in the store %s, an expired cart', (_kind, aStore) => {
  let commands = 0;
  const anId = () => `cmd_${++commands}`;

  async function anExpiredCart() {
    const store = aStore();
    await store.apply('cus_1', anId(), add);
    await store.apply('cus_1', anId(), { kind: 'checkout', orderId: 'ord_1', lines: [oak], onlyIfVersion: [1] });
    await store.apply('cus_1', anId(), add);
    await sleep(expireAfterMs + 20);
    return store;
  }

  it('reads as empty', async () => {
    const store = await anExpiredCart();
    expect(await store.read('cus_1')).toMatchObject({ lines: [], version: 4 });
  });

  it('can be filled again, at the version that was read', async () => {
    const store = await anExpiredCart();
    const { version } = await store.read('cus_1');
    const filled = await store.apply('cus_1', anId(), { ...add, quantity: 1, onlyIfVersion: [version] });
    expect(filled).toMatchObject({ value: { lines: [{ ...oak, quantity: 1 }], version: 5, filledAt: 5 } });
  });

  it('is not taken by an order that saw its lines', async () => {
    const store = await anExpiredCart();
    const take: CartCommand = { kind: 'checkout', orderId: 'ord_2', lines: [oak], onlyIfVersion: [3] };
    expect(await store.apply('cus_1', anId(), take)).toMatchObject({ code: 'REQUEST.PRECONDITION_FAILED' });
  });

  it('gets the lines of an order back all the same', async () => {
    const store = await anExpiredCart();
    await store.apply('cus_1', anId(), { kind: 'giveBack', orderId: 'ord_1' });
    expect((await store.read('cus_1')).lines).toEqual([oak]);
  });
});
