// The contract test of `CartStore`: runs over the real stores on a host or emulator, and over the in-memory ones.

import type { Cart, CartCommand } from '../../src/carts/cart';
import type { CartStore } from '../../src/carts/ports';

const add = (sku: string, quantity = 1): CartCommand => ({ kind: 'add', sku, quantity });
const skus = ['elm', 'fir', 'oak', 'yew'] as const;
/** Ids that no other run has used, in case the store is persistent. */
const run = Date.now().toString(36);

/** Declares the tests, each with its own customers. `stores` returns the stores of two processes of the app. */
export function itKeepsCarts(stores: () => [CartStore, CartStore]): void {
  let customers = 0;
  let commands = 0;
  const aCustomer = () => `cus_contract-${run}-${++customers}`;
  const anId = () => `cmd_${++commands}`;
  const store = () => stores()[0];

  async function changed(customerId: string, command: CartCommand): Promise<Cart> {
    const result = await store().apply(customerId, anId(), command);
    if (!result.ok) throw new Error(`${command.kind}: ${result.code} ${result.detail}`);
    expect(await store().read(customerId)).toEqual(result.value);
    return result.value;
  }

  async function codeOf(customerId: string, command: CartCommand, id = anId()): Promise<string> {
    const result = await store().apply(customerId, id, command);
    return result.ok ? 'accepted' : result.code;
  }

  it('reads an empty cart if there is none', async () => {
    expect(await store().read(aCustomer())).toMatchObject({ lines: [], version: 0 });
  });

  it('adds, sets, removes, merges, checks out and clears, and returns the resulting cart each time', async () => {
    const id = aCustomer();
    const before = Date.now();
    expect(await changed(id, add('oak', 2))).toMatchObject({ lines: [{ sku: 'oak', quantity: 2 }], version: 1 });
    expect((await changed(id, add('oak', 3))).lines).toEqual([{ sku: 'oak', quantity: 5 }]);
    const set = await changed(id, { kind: 'set', sku: 'elm', quantity: 7 });
    expect(set.lines).toEqual([
      { sku: 'oak', quantity: 5 },
      { sku: 'elm', quantity: 7 },
    ]);
    const other = [
      { sku: 'elm', quantity: 4 },
      { sku: 'yew', quantity: 1 },
    ];
    expect((await changed(id, { kind: 'merge', lines: other })).lines).toEqual([
      ...set.lines,
      { sku: 'yew', quantity: 1 },
    ]);
    expect((await changed(id, { kind: 'remove', sku: 'yew' })).lines).toEqual(set.lines);
    const bought = [{ sku: 'elm', quantity: 6 }];
    expect((await changed(id, { kind: 'checkout', lines: bought })).lines).toEqual([
      { sku: 'oak', quantity: 5 },
      { sku: 'elm', quantity: 1 },
    ]);
    const cleared = await changed(id, { kind: 'clear' });
    expect(cleared).toMatchObject({ lines: [], version: 7, filledAt: 1 });
    expect(Date.parse(cleared.touchedAt)).toBeGreaterThanOrEqual(before);
    expect(await changed(id, add('fir'))).toMatchObject({ version: 8, filledAt: 8 });
  });

  it('keeps the carts of customers separate', async () => {
    const [ada, bob] = [aCustomer(), aCustomer()];
    await changed(ada, add('oak', 2));
    await changed(bob, add('elm', 3));
    expect((await store().read(ada)).lines).toEqual([{ sku: 'oak', quantity: 2 }]);
  });

  it('refuses a change that breaks a rule, and leaves the cart unchanged', async () => {
    const id = aCustomer();
    const cart = await changed(id, { kind: 'set', sku: 'oak', quantity: 99 });
    expect(await codeOf(id, add('oak'))).toBe('CART.LINE_LIMIT');
    expect(await codeOf(id, { kind: 'remove', sku: 'elm' })).toBe('CART.LINE_NOT_FOUND');
    expect(await store().read(id)).toEqual(cart);
  });

  it('holds at most a hundred lines', async () => {
    const id = aCustomer();
    const lines = Array.from({ length: 100 }, (_, n) => ({ sku: `sku-${n}`, quantity: 1 }));
    await changed(id, { kind: 'merge', lines });
    expect(await codeOf(id, add('one-more'))).toBe('CART.LINE_LIMIT');
    expect((await store().read(id)).lines).toEqual(lines);
  });

  it('applies a conditional change only to the version it names', async () => {
    const id = aCustomer();
    const { version } = await changed(id, add('oak'));
    const stale = { ...add('oak'), onlyIfVersion: [version - 1] };
    expect(await codeOf(id, stale)).toBe('REQUEST.PRECONDITION_FAILED');
    expect((await changed(id, { ...add('oak'), onlyIfVersion: [version] })).version).toBe(version + 1);
  });

  it('accepts one of ten concurrent changes to the same version', async () => {
    const id = aCustomer();
    const { version } = await changed(id, add('oak'));
    const command = { ...add('oak'), onlyIfVersion: [version] };
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(id, command)));
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
    expect((await store().read(id)).version).toBe(version + 1);
  });

  it('applies a repeated command once, and repeats a refusal', async () => {
    const id = aCustomer();
    const again = () => store().apply(id, 'same', add('oak'));
    const results = [...(await Promise.all(Array.from({ length: 10 }, again))), await again()];
    expect(results.every((result) => result.ok)).toBe(true);
    expect(await store().read(id)).toMatchObject({ lines: [{ sku: 'oak', quantity: 1 }], version: 1 });
    const remove: CartCommand = { kind: 'remove', sku: 'elm' };
    expect(await codeOf(id, remove, 'refused')).toBe('CART.LINE_NOT_FOUND');
    await changed(id, add('elm'));
    expect(await codeOf(id, remove, 'refused')).toBe('CART.LINE_NOT_FOUND');
    expect((await store().read(id)).lines).toHaveLength(2);
  });

  it('refuses a command id that was used for another command', async () => {
    const id = aCustomer();
    await store().apply(id, 'used', add('oak'));
    expect(await codeOf(id, add('oak', 2), 'used')).toBe('REQUEST.KEY_REUSED');
    expect(await store().read(id)).toMatchObject({ lines: [{ quantity: 1 }], version: 1 });
  });

  it('is checked out for one of ten orders that priced the same version, and gives the lines back once', async () => {
    const id = aCustomer();
    const { version } = await changed(id, add('oak', 2));
    const lines = [{ sku: 'oak', quantity: 2 }];
    const orders = Array.from({ length: 10 }, (_, n) => `ord_${n}`);
    const checkOut = (orderId: string) => codeOf(id, { kind: 'checkout', orderId, lines, onlyIfVersion: [version] });
    const codes = await Promise.all(orders.map(checkOut));
    expect(codes.filter((code) => code !== 'REQUEST.PRECONDITION_FAILED')).toEqual(['accepted']);
    const taken = await store().read(id);
    expect(taken).toMatchObject({ lines: [], version: version + 1, checkouts: [{ version, lines }] });
    await changed(id, add('elm'));
    const orderId = orders[codes.indexOf('accepted')] ?? '';
    const back = await changed(id, { kind: 'giveBack', orderId });
    expect(back).toMatchObject({ lines: [{ sku: 'elm', quantity: 1 }, ...lines], checkouts: [] });
    expect(await changed(id, { kind: 'giveBack', orderId })).toEqual(back);
  });

  it('cannot be checked out while it moves into an account', async () => {
    const id = aCustomer();
    const { version } = await changed(id, add('oak', 2));
    await changed(id, { kind: 'move', to: 'cus_account' });
    const lines = [{ sku: 'oak', quantity: 2 }];
    expect(await codeOf(id, { kind: 'checkout', orderId: 'ord_1', lines, onlyIfVersion: [version] })).toBe(
      'CART.MOVED',
    );
    expect(await changed(id, { kind: 'moved', to: 'cus_account' })).toMatchObject({
      lines: [],
      movedTo: 'cus_account',
    });
  });

  it('loses none of 200 parallel adds of one unit over four skus', async () => {
    const id = aCustomer();
    const adds = Array.from({ length: 200 }, (_, n) => store().apply(id, anId(), add(skus[n % 4] ?? '')));
    const results = await Promise.all(adds);
    expect(results.every((result) => result.ok)).toBe(true);
    const { lines, version } = await store().read(id);
    expect(version).toBe(200);
    expect(lines.map(({ sku, quantity }) => `${sku} ${quantity}`).sort()).toEqual(skus.map((sku) => `${sku} 50`));
  });

  it('counts each of 100 parallel adds once, though each is sent to two processes', async () => {
    const id = aCustomer();
    const adds = Array.from({ length: 100 }, (_, n) => `${n}`).flatMap((key, n) =>
      stores().map((each) => each.apply(id, key, add(skus[n % 4] ?? ''))),
    );
    const results = await Promise.all(adds);
    expect(results.every((result) => result.ok)).toBe(true);
    const { lines, version } = await store().read(id);
    expect(version).toBe(100);
    expect(lines.map(({ quantity }) => quantity)).toEqual([25, 25, 25, 25]);
  });
}
