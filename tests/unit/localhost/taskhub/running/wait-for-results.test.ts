import { setImmediate as nextTurn } from 'node:timers/promises';
import { emptyHistory, type InstanceState } from '../../../../../localhost/taskhub/instance';
import { makeStateCache } from '../../../../../localhost/taskhub/running/state-cache';
import { makeWaitForResults } from '../../../../../localhost/taskhub/running/wait-for-results';

function setUp(events: number, open: () => number) {
  const cache = makeStateCache();
  const history = { ...emptyHistory(), events: Array(events).fill({}) };
  cache.set('a', { instance: { id: 'a', input: null }, history } as unknown as InstanceState);
  return makeWaitForResults(cache, { open });
}

/** Number of event loop turns that `work` takes. */
async function turns(work: Promise<void>): Promise<number> {
  let count = 0;
  let over = false;
  void work.then(() => {
    over = true;
  });
  for (await null; !over; count++) await nextTurn();
  return count;
}

it('does not wait if the history is short', async () => {
  expect(await turns(setUp(100, () => 5)('a'))).toBe(0);
});

it('does not wait if no activity is running', async () => {
  expect(await turns(setUp(1_000_000, () => 0)('a'))).toBe(0);
});

it('does not wait for an instance whose history is not cached', async () => {
  expect(await turns(setUp(1_000_000, () => 5)('b'))).toBe(0);
});

it('waits until the last activity has ended', async () => {
  let open = 3;
  expect(await turns(setUp(1_000_000, () => open--)('a'))).toBe(3);
});

it('waits no longer than the replay is expected to take', async () => {
  const began = performance.now();
  await setUp(5000, () => 1)('a');
  expect(performance.now() - began).toBeGreaterThanOrEqual(20);
});
