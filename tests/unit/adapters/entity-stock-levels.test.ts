// Levels are read once a second at most, and never kept when reading failed.

import { makeEntityStockLevels } from '../../../src/adapters/entity-stock-levels';
import { noStock, type Stock } from '../../../src/stock/stock';

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

describe('entityStockLevels', () => {
  it('tells what can be sold of each product and leaves out what was never stocked', async () => {
    const room = aStockRoom({
      oak: { ...noStock, onHand: 5 },
      elm: { ...noStock, onHand: 5, reservations: reservedUntil(10) },
    });
    const levels = makeEntityStockLevels(() => 0)(room.store);
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
    const levelsOf = makeEntityStockLevels(() => now);
    await Promise.all([levelsOf(room.store).available(['oak']), levelsOf(room.store).available(['oak', 'ash'])]);
    now = 999;
    await levelsOf(room.store).available(['oak', 'ash']);
    expect(room.reads).toEqual(['oak', 'ash']);
    now = 1_000;
    await levelsOf(room.store).available(['oak']);
    expect(room.reads).toEqual(['oak', 'ash', 'oak']);
  });

  it('counts a reservation that expires between two reads no longer', async () => {
    let now = 0;
    const room = aStockRoom({ elm: { ...noStock, onHand: 5, reservations: reservedUntil(10) } });
    const levels = makeEntityStockLevels(() => now)(room.store);
    expect(await levels.available(['elm'])).toEqual(new Map([['elm', 2]]));
    now = 10;
    expect(await levels.available(['elm'])).toEqual(new Map([['elm', 5]]));
  });

  it('tells a failure and reads anew for the next who asks', async () => {
    const room = aStockRoom({ oak: { ...noStock, onHand: 5 } });
    const levels = makeEntityStockLevels(() => 0)(room.store);
    room.failure = new Error('socket hang up');
    await expect(levels.available(['oak'])).rejects.toThrow('socket hang up');
    room.failure = undefined;
    expect(await levels.available(['oak'])).toEqual(new Map([['oak', 5]]));
  });
});
