// The clean-up of idle carts is bounded in a run, asks for no page that it does not need, and does nothing when there are none.

import { makeEntityIdleCarts } from '../../../../src/adapters/durable/entity-idle-carts';

const before = new Date('2026-03-01T00:00:00Z');

function cleanUp(carts: number) {
  const asked: { key: string; operation: string; input: unknown }[] = [];
  let pages = 0;
  const client = {
    async signalEntity({ key }: { key: string }, operation: string, input: unknown) {
      asked.push({ key, operation, input });
    },
  };
  const idleCarts = makeEntityIdleCarts(client, async function* list() {
    for (let from = 0; from < carts; from += 100) {
      pages++;
      yield Array.from({ length: Math.min(100, carts - from) }, (_, n) => ({ key: `cus_${from + n}`, state: null }));
    }
  });
  return { run: () => idleCarts.deleteUntouchedSince(before), asked, pages: () => pages };
}

test('each idle cart is asked once to delete itself if nobody has touched it since', async () => {
  const { run, asked } = cleanUp(230);
  expect(await run()).toBe(230);
  expect(new Set(asked.map(({ key }) => key)).size).toBe(230);
  const input = { untouchedSince: before.toISOString() };
  expect(asked[0]).toEqual({ key: 'cus_0', operation: 'deleteIfUntouched', input });
});

test('a run asks 5,000 carts and reads no further', async () => {
  const { run, asked, pages } = cleanUp(1_000_000);
  expect(await run()).toBe(5_000);
  expect([asked.length, pages()]).toEqual([5_000, 50]);
});

test('without idle carts nothing is sent', async () => {
  const { run, asked } = cleanUp(0);
  expect(await run()).toBe(0);
  expect(asked).toEqual([]);
});
