// The store waits for its own command and no longer than it must, and a rush of commands loses none.

import { makeEntityCartStore } from '../../../../src/adapters/durable/entity-cart-store';
import { makeEntitySignals } from '../../../../src/adapters/durable/entity-signals';
import { makeCartEntity } from '../../../../src/carts/cart-entity';
import { AppError } from '../../../../src/shared/http/errors';
import { makeFakeEntities } from '../../../helpers/fake-entities';

const cartEntity = makeCartEntity(Number.POSITIVE_INFINITY);

/** No test that waits for an answer may fail because the machine is busy; those that wait for the bound are hasty. */
const patient = { boundMs: 8_000, firstPauseMs: 1, longestPauseMs: 20 };
const hasty = { ...patient, boundMs: 150 };
const add = (sku: string, quantity = 1) => ({ kind: 'add', sku, quantity }) as const;

function aStore(delayMs?: number, timing = patient) {
  const entities = makeFakeEntities({ cart: cartEntity }, delayMs);
  const signals = makeEntitySignals(timing);
  return { entities, store: makeEntityCartStore(entities.client, signals), signals };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe('entityCartStore', () => {
  it('reads an empty cart where there is none', async () => {
    expect(await aStore().store.read('cus_1')).toMatchObject({ lines: [], version: 0 });
  });

  it('answers a command with the cart after it, and later reads see it too', async () => {
    const { store } = aStore(15);
    const cart = { lines: [{ sku: 'oak', quantity: 2 }], version: 1 };
    expect(await store.apply('cus_1', 'a', add('oak', 2))).toMatchObject({ ok: true, value: cart });
    expect(await store.read('cus_1')).toMatchObject(cart);
    expect(await store.read('cus_2')).toMatchObject({ lines: [] });
  });

  it('loses none of 200 commands sent at once, and reads far less often than once for each', async () => {
    const { store, entities } = aStore(5);
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, n) => store.apply('cus_1', `c${n}`, add(`sku-${n % 50}`))),
    );
    expect(results.every((result) => result.ok)).toBe(true);
    const { lines, version } = await store.read('cus_1');
    expect(version).toBe(200);
    expect(lines.map(({ quantity }) => quantity)).toMatchObject(Array.from({ length: 50 }, () => 4));
    expect(entities.signals).toBe(200);
    expect(entities.reads).toBeLessThan(40);
  });

  it('shares one watch among all clients of the process', async () => {
    const { entities, signals } = aStore(10);
    const stores = Array.from({ length: 20 }, () => makeEntityCartStore({ ...entities.client }, signals));
    await Promise.all(stores.map((store, n) => store.apply('cus_1', `c${n}`, add('oak'))));
    expect(entities.reads).toBeLessThan(15);
  });

  it('hands back a refusal', async () => {
    const result = await aStore().store.apply('cus_1', 'a', { kind: 'remove', sku: 'oak' });
    expect(result).toMatchObject({ ok: false, code: 'CART.LINE_NOT_FOUND' });
  });

  it('applies a repeated command once and answers it again', async () => {
    const { store } = aStore();
    await store.apply('cus_1', 'a', add('oak'));
    await store.apply('cus_1', 'b', add('elm'));
    const again = await store.apply('cus_1', 'a', add('oak'));
    expect(again).toMatchObject({ ok: true, value: { version: 2 } });
  });

  it('gives up after the bound, and the repetition of the same command counts once', async () => {
    const { store, entities } = aStore(400, hasty);
    const started = Date.now();
    expect(await codeOf(store.apply('cus_1', 'a', add('oak')))).toBe('CART.BUSY');
    expect(Date.now() - started).toBeGreaterThanOrEqual(hasty.boundMs - 5);
    entities.delayMs = 1;
    const again = makeEntityCartStore(entities.client, makeEntitySignals(patient));
    expect(await again.apply('cus_1', 'a', add('oak'))).toMatchObject({ ok: true });
    await entities.arrived();
    expect(await store.read('cus_1')).toMatchObject({ lines: [{ sku: 'oak', quantity: 1 }], version: 1 });
  });

  it('reads no more once nobody waits', async () => {
    const { store, entities } = aStore(undefined, hasty);
    entities.delayMs = undefined;
    await codeOf(store.apply('cus_1', 'a', add('oak')));
    const { reads } = entities;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(entities.reads).toBe(reads);
  });

  it('reads ever more rarely the longer it waits', async () => {
    const { store, entities } = aStore(undefined, hasty);
    entities.delayMs = undefined;
    await codeOf(store.apply('cus_1', 'a', add('oak')));
    expect(entities.reads).toBeGreaterThan(1);
    expect(entities.reads).toBeLessThan(25);
  });

  it('survives a read that fails while it waits', async () => {
    const { store, entities } = aStore(30);
    const waiting = store.apply('cus_1', 'a', add('oak'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    entities.failure = new Error('socket hang up');
    await new Promise((resolve) => setTimeout(resolve, 20));
    entities.failure = undefined;
    expect(await waiting).toMatchObject({ ok: true });
  });

  it('tells after the bound when the state could not be read', async () => {
    const { store, entities } = aStore(undefined, hasty);
    const waiting = codeOf(store.apply('cus_1', 'a', add('oak')));
    await Promise.resolve();
    entities.failure = new Error('socket hang up');
    expect(await waiting).toBe('DEPENDENCY.UNAVAILABLE');
  });

  it('tells at once when a task hub that is down cannot be signalled or read', async () => {
    const { store, entities } = aStore();
    entities.failure = new Error('connect ECONNREFUSED');
    expect(await codeOf(store.apply('cus_1', 'a', add('oak')))).toBe('DEPENDENCY.UNAVAILABLE');
    expect(await codeOf(store.read('cus_1'))).toBe('DEPENDENCY.UNAVAILABLE');
  });
});
