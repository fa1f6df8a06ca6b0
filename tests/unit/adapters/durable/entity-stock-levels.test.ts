// Levels are read once a second at most, and never kept when reading failed.

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
  it('tells what can be sold of each product and leaves out what was never stocked', async () => {
    const room = aStockRoom({
      oak: { ...noStock, onHand: 5 },
      elm: { ...noStock, onHand: 5, reservations: reservedUntil(10) },
    });
    const levels = makeEntityStockLevels(() => 0).shown(room.store);
    expect(await levels.available(['oak', 'elm', 'ash'])).toEqual(
      new Map([
        ['oak', 5],
        ['elm', 2],
      ]),
    );
  });

  it('reads each product once a second, whoever asks', async () => {
    let now = 0;
    const room = aStockRoom({ oak: { ...noStock, onHand: 5 } });
    const levels = makeEntityStockLevels(() => now);
    await Promise.all([
      levels.shown(room.store).available(['oak']),
      levels.shown(room.store).available(['oak', 'ash']),
    ]);
    now = 999;
    await levels.shown(room.store).available(['oak', 'ash']);
    expect(room.reads).toEqual(['oak', 'ash']);
    now = 1_000;
    await levels.shown(room.store).available(['oak']);
    expect(room.reads).toEqual(['oak', 'ash', 'oak']);
  });

  it('counts a reservation that expires between two reads no longer', async () => {
    let now = 0;
    const room = aStockRoom({ elm: { ...noStock, onHand: 5, reservations: reservedUntil(10) } });
    const levels = makeEntityStockLevels(() => now).shown(room.store);
    expect(await levels.available(['elm'])).toEqual(new Map([['elm', 2]]));
    now = 10;
    expect(await levels.available(['elm'])).toEqual(new Map([['elm', 5]]));
  });

  it('tells a failure and reads anew for the next who asks', async () => {
    const room = aStockRoom({ oak: { ...noStock, onHand: 5 } });
    const levels = makeEntityStockLevels(() => 0).shown(room.store);
    room.failure = new Error('socket hang up');
    await expect(levels.available(['oak'])).rejects.toThrow('socket hang up');
    room.failure = undefined;
    expect(await levels.available(['oak'])).toEqual(new Map([['oak', 5]]));
  });

  describe('at a checkout', () => {
    it('are read at once of what may be short, though they were read a moment ago', async () => {
      const room = aStockRoom({ oak: { ...noStock, onHand: 999 } });
      const levels = makeEntityStockLevels(() => 0);
      for (let time = 0; time < 2; time++) await levels.atCheckout(room.store).available(['oak']);
      await levels.shown(room.store).available(['oak']);
      expect(room.reads).toEqual(['oak', 'oak']);
    });

    it('are read once a second of what there is plenty of', async () => {
      let now = 0;
      const room = aStockRoom({ oak: { ...noStock, onHand: 1_000 } });
      const levels = makeEntityStockLevels(() => now);
      for (now of [0, 999, 1_000]) {
        expect(await levels.atCheckout(room.store).available(['oak'])).toEqual(new Map([['oak', 1_000]]));
      }
      expect(room.reads).toEqual(['oak', 'oak']);
    });

    it('are read anew when a reading of somebody else fails at that moment', async () => {
      const room = aStockRoom({ oak: { ...noStock, onHand: 5 } });
      const levels = makeEntityStockLevels(() => 0);
      room.failure = new Error('socket hang up');
      const shown = levels.shown(room.store).available(['oak']);
      room.failure = undefined;
      expect(await levels.atCheckout(room.store).available(['oak'])).toEqual(new Map([['oak', 5]]));
      await expect(shown).rejects.toThrow('socket hang up');
    });
  });
});
