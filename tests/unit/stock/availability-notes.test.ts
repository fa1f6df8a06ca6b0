// What the shop shows follows the stock: at once in the same process, with one write for the changes of some seconds elsewhere.

import { makeJointTimer } from '../../../src/shared/joint-timer';
import { makeAvailabilityNotes } from '../../../src/stock/availability-notes';
import { noStock } from '../../../src/stock/stock';
import { applyToStock } from '../../../src/stock/stock-operations';
import { makeMemoryAvailability } from '../../helpers/memory-availability';

const stock = (onHand: number) => ({ ...noStock, onHand });

function aProcess(store = makeMemoryAvailability(), timer = makeJointTimer()) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const notes = makeAvailabilityNotes({ store, writerId: 'here', now: Date.now, warn, timer });
  const shown = async (...skus: string[]) => {
    const unitsOf = await notes.shown.read();
    return Object.fromEntries(skus.map((sku) => [sku, unitsOf(sku)]));
  };
  return { store, warnings, notes, shown };
}

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

it('shows own changes at once, and knows nothing of other products', async () => {
  const { notes, shown } = aProcess();
  notes.note('oak', stock(5));
  expect(await shown('oak', 'elm')).toEqual({ oak: 5, elm: null });
});

it('writes all changes of three and a half seconds at once, the last of each product', async () => {
  const { notes, store } = aProcess();
  for (let units = 1; units <= 100; units++) {
    notes.note('oak', stock(units));
    notes.note('elm', stock(2 * units));
    await jest.advanceTimersByTimeAsync(30);
  }
  expect(store.writes).toEqual([]);
  await jest.advanceTimersByTimeAsync(500);
  expect(store.writes).toEqual([['oak', 'elm']]);
  expect([...store.products].map(([sku, { units }]) => [sku, units])).toEqual([
    ['oak', 100],
    ['elm', 200],
  ]);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(store.writes).toHaveLength(1);
});

it('is at most 3.5 s behind under a load that never pauses', async () => {
  const [here, there] = [aProcess(), aProcess()];
  const elsewhere = { ...there, ...aProcess(here.store) };
  let written = 0;
  for (let second = 0; second < 60; second++) {
    for (let n = 0; n < 10; n++) {
      here.notes.note('oak', stock(++written));
      await jest.advanceTimersByTimeAsync(100);
    }
    if (second >= 4) expect((await elsewhere.shown('oak')).oak).toBeGreaterThan(written - 40);
  }
  expect(here.store.writes.length).toBeLessThanOrEqual(30);
});

it('has a mark from a change after a pause until it is written', async () => {
  const { notes, store } = aProcess();
  const removals = jest.spyOn(store, 'removeWriters');
  for (let time = 1; time <= 2; time++) {
    const openedAt = Date.now();
    notes.note('oak', stock(time));
    await jest.advanceTimersByTimeAsync(3_499);
    expect(store.marks.writers).toEqual([{ writerId: 'here', openedAt }]);
    await jest.advanceTimersByTimeAsync(1);
    expect([store.marks.writers, store.writes.length]).toEqual([[], time]);
    await jest.advanceTimersByTimeAsync(31_000);
  }
  expect(removals).not.toHaveBeenCalled();
});

it('has a mark again for a change that comes while the first is written', async () => {
  const { notes, store } = aProcess();
  const write = store.write.bind(store);
  store.write = async (...args) => {
    store.write = write;
    notes.note('elm', stock(1));
    await write(...args);
  };
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(3_500);
  expect([store.marks.writers.length, store.writes]).toEqual([1, [['oak']]]);
  await jest.advanceTimersByTimeAsync(3_500);
  expect(store.writes).toEqual([['oak'], ['elm']]);
  await jest.advanceTimersByTimeAsync(30_000);
  expect(store.marks.writers).toEqual([]);
});

it('keeps its mark while a change cannot be written', async () => {
  const { notes, store } = aProcess();
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(0);
  store.failure = new Error('storage is down');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(store.marks.writers).toHaveLength(1);
  store.failure = undefined;
  await jest.advanceTimersByTimeAsync(3_500);
  expect([store.marks.writers, store.writes]).toEqual([[], [['oak']]]);
});

/** With a write just before, so that it counts as busy. */
async function aBusyProcess() {
  const process = aProcess();
  process.notes.note('ash', stock(1));
  await jest.advanceTimersByTimeAsync(3_500);
  process.store.writes.length = 0;
  return process;
}

it('has a mark from a change soon after another until nothing has changed for half a minute', async () => {
  const { notes, store } = await aBusyProcess();
  const openings = jest.spyOn(store, 'openWriter');
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(0);
  expect(store.marks.writers).toEqual([{ writerId: 'here', openedAt: 1_003_500 }]);
  await jest.advanceTimersByTimeAsync(20_000);
  notes.note('oak', stock(4));
  await jest.advanceTimersByTimeAsync(33_499);
  // Renewed by each write, and not set anew: the spy sees the opening and two renewals.
  expect([store.marks.writers.length, openings.mock.calls.length]).toEqual([1, 3]);
  await jest.advanceTimersByTimeAsync(1);
  expect([store.marks.writers, store.writes.length]).toEqual([[], 2]);
  notes.note('oak', stock(3));
  await jest.advanceTimersByTimeAsync(0);
  expect(store.marks.writers).toHaveLength(1);
});

it('keeps its mark for a change that comes while the mark is removed', async () => {
  const { notes, store } = await aBusyProcess();
  const remove = store.removeWriters.bind(store);
  store.removeWriters = async (ids) => {
    store.removeWriters = remove;
    notes.note('elm', stock(1));
    await remove(ids);
  };
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(33_500);
  expect(store.marks.writers).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(3_500);
  expect(store.writes).toEqual([['oak'], ['elm']]);
});

it('writes later what could not be written, and shows it meanwhile', async () => {
  const { notes, store, shown, warnings } = aProcess();
  store.failure = new Error('storage is down');
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(5_000);
  notes.note('elm', stock(1));
  await jest.advanceTimersByTimeAsync(5_000);
  expect(warnings).toContain('availability: 1 products are written later');
  store.failure = undefined;
  expect(await shown('oak', 'elm')).toEqual({ oak: 5, elm: 1 });
  await jest.advanceTimersByTimeAsync(3_500);
  expect(store.writes).toEqual([['oak', 'elm']]);
});

it('writes earlier when something else is written', async () => {
  const timer = makeJointTimer();
  const { notes, store } = aProcess(makeMemoryAvailability(), timer);
  timer.within(1_000, () => undefined);
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(1_000);
  expect(store.writes).toEqual([['oak']]);
});

it('writes at once when the process ends', async () => {
  const { notes, store } = aProcess();
  notes.note('oak', stock(5));
  await notes.flush();
  expect([store.writes, store.marks.writers]).toEqual([[['oak']], []]);
  await notes.flush();
  expect(store.writes).toHaveLength(1);
});

it('keeps the newer stock when an older one is noted after it', async () => {
  const { notes, shown } = aProcess();
  const { stock: early } = applyToStock(noStock, { kind: 'adjust', delta: 5, reason: 'count' }, 1_000);
  const { stock: late } = applyToStock(early, { kind: 'adjust', delta: -2, reason: 'count' }, 2_000);
  notes.note('oak', late);
  notes.note('oak', early);
  expect(await shown('oak')).toEqual({ oak: 3 });
});

it('prefers what another process has written since', async () => {
  const { notes, store, shown } = aProcess();
  notes.note('oak', stock(5));
  store.products.set('oak', { units: 3, at: Date.now() + 10 });
  expect(await shown('oak')).toEqual({ oak: 3 });
});

it('counts the units of a reservation again when it has expired', async () => {
  const { notes, shown } = aProcess();
  const expiresAt = new Date(Date.now() + 30_000).toISOString();
  notes.note('oak', { ...stock(5), reservations: [{ orderId: 'a', quantity: 2, expiresAt }] });
  await jest.advanceTimersByTimeAsync(29_999);
  expect(await shown('oak')).toEqual({ oak: 3 });
  await jest.advanceTimersByTimeAsync(1);
  expect(await shown('oak')).toEqual({ oak: 5 });
});
