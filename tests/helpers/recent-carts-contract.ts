// The contract test of `RecentCarts`: runs over the carts that a real store has just kept.

import type { CartStore, RecentCarts } from '../../src/carts/ports';

const run = Date.now().toString(36);

/** Declares the tests. @param store where the carts are filled. */
export function itListsRecentCarts(store: () => CartStore, recent: () => RecentCarts): void {
  const customers = ['one', 'two', 'three'].map((name) => `cus_recent-${run}-${name}`);

  it('lists the filled carts of all customers, the latest changed first', async () => {
    const before = new Date();
    for (const [n, id] of [...customers, `${customers[0]}-emptied`].entries()) {
      await store().apply(id, `cmd_fill-${n}`, { kind: 'add', sku: 'oak', quantity: n + 1 });
    }
    await store().apply(`${customers[0]}-emptied`, 'cmd_clear', { kind: 'clear' });
    const own = ({ customerId }: { customerId: string }) => customerId.startsWith(`cus_recent-${run}`);

    const all = await recent().filledSince(before, 100);
    expect(all.carts.filter(own).map(({ customerId, cart }) => [customerId, cart.lines])).toEqual([
      [customers[2], [{ sku: 'oak', quantity: 3 }]],
      [customers[1], [{ sku: 'oak', quantity: 2 }]],
      [customers[0], [{ sku: 'oak', quantity: 1 }]],
    ]);
    expect(all.complete).toBe(true);
    expect(await recent().filledSince(before, 2)).toMatchObject({ carts: { length: 2 }, complete: false });
    expect((await recent().filledSince(new Date(Date.now() + 60_000), 100)).carts.filter(own)).toEqual([]);
  });
}
