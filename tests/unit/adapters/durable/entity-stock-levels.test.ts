// What a checkout learns of the stock: plenty is cached for a second, anything less and a failed read are not cached.

import { makeEntityStockLevels } from '../../../../src/adapters/durable/entity-stock-levels';
import { noStock, type Stock } from '../../../../src/stock/stock';

function aStockRoom(stock: Record<string, Stock>) {
  const room = {
    reads: [] as string[],
    failure: undefined as Error | undefined,
    store: {
      async read(sku: string) {
        room.reads.push(sku);
        if (room.failure) throw room.failure;
        return stock[sku];
      },
      adjust: () => Promise.reject(new Error('Levels are only read.')),
    },
  };
  return room;
}

const reservedUntil = (ms: number) => [{ orderId: 'a', quantity: 3, expiresAt: new Date(ms).toISOString() }];

describe('stock levels', () => {
  it('returns the available units of each product and omits products without stock records', async () => {
    const room = aStockRoom({
      oak: { ...noStock, onHand: 5 },
      elm: { ...noStock, onHand: 5, reservations: reservedUntil(10) },
    });
    const levels = makeEntityStockLevels(() => 0).atCheckout(room.store);
    expect(await levels.available(['oak', 'elm', 'ash'])).toEqual(
      new Map([
        ['oak', 5],
        ['elm', 2],
      ]),
    );
  });

  it('reads plentiful products once a second, for all callers', async () => {
    let now = 0;
    const room = aStockRoom({ oak: { ...noStock, onHand: 5_000 }, elm: { ...noStock, onHand: 5_000 } });
    const levels = makeEntityStockLevels(() => now);
    await levels.atCheckout(room.store).available(['oak']);
    await levels.atCheckout(room.store).available(['oak', 'elm']);
    now = 999;
    await levels.atCheckout(room.store).available(['oak', 'elm']);
    expect(room.reads).toEqual(['oak', 'elm']);
    now = 1_000;
    await levels.atCheckout(room.store).available(['oak']);
    expect(room.reads).toEqual(['oak', 'elm', 'oak']);
  });

  it('does not count a reservation that expires between two reads', async () => {
    let now = 0;
    const room = aStockRoom({ elm: { ...noStock, onHand: 5_000, reservations: reservedUntil(10) } });
    const levels = makeEntityStockLevels(() => now).atCheckout(room.store);
    expect(await levels.available(['elm'])).toEqual(new Map([['elm', 4_997]]));
    now = 10;
    expect(await levels.available(['elm'])).toEqual(new Map([['elm', 5_000]]));
  });

  it('reports a failure and reads again for the next caller', async () => {
    const room = aStockRoom({ oak: { ...noStock, onHand: 5 } });
    const levels = makeEntityStockLevels(() => 0).atCheckout(room.store);
    room.failure = new Error('socket hang up');
    await expect(levels.available(['oak'])).rejects.toThrow('socket hang up');
    room.failure = undefined;
    expect(await levels.available(['oak'])).toEqual(new Map([['oak', 5]]));
  });

  describe('at a checkout', () => {
    it('are read again for products that may be short, despite the cache', async () => {
      const room = aStockRoom({ oak: { ...noStock, onHand: 999 } });
      const levels = makeEntityStockLevels(() => 0);
      for (let time = 0; time < 2; time++) await levels.atCheckout(room.store).available(['oak']);
      expect(room.reads).toEqual(['oak', 'oak']);
    });

    it('are cached for a second for products with plenty of stock', async () => {
      let now = 0;
      const room = aStockRoom({ oak: { ...noStock, onHand: 1_000 } });
      const levels = makeEntityStockLevels(() => now);
      for (now of [0, 999, 1_000]) {
        expect(await levels.atCheckout(room.store).available(['oak'])).toEqual(new Map([['oak', 1_000]]));
      }
      expect(room.reads).toEqual(['oak', 'oak']);
    });

    it('are read again if a concurrent read of another caller fails', async () => {
      const room = aStockRoom({ oak: { ...noStock, onHand: 5 } });
      let reject: (error: Error) => void = () => undefined;
      const hanging = new Promise<never>((_resolve, fail) => {
        reject = fail;
      });
      const hangingStore = { ...room.store, read: () => hanging };
      const levels = makeEntityStockLevels(() => 0);
      const other = levels.atCheckout(hangingStore).available(['oak']);
      await Promise.resolve();
      const own = levels.atCheckout(room.store).available(['oak']);
      reject(new Error('socket hang up'));
      expect(await own).toEqual(new Map([['oak', 5]]));
      await expect(other).rejects.toThrow('socket hang up');
    });
  });
});
