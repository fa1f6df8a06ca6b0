// What the shop shows follows the stock: at once in the same process, with one write for the changes of two seconds elsewhere.

import { makeAvailabilityNotes } from '../../../src/stock/availability-notes';
import { noStock } from '../../../src/stock/stock';
import { applyToStock } from '../../../src/stock/stock-operations';
import { makeMemoryAvailability } from '../../helpers/memory-availability';

const stock = (onHand: number) => ({ ...noStock, onHand });

function aProcess(store = makeMemoryAvailability()) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const notes = makeAvailabilityNotes({ store, writerId: 'here', now: Date.now, warn });
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

it('writes all changes of two seconds at once, the last of each product', async () => {
  const { notes, store } = aProcess();
  for (let units = 1; units <= 50; units++) {
    notes.note('oak', stock(units));
    notes.note('elm', stock(2 * units));
    await jest.advanceTimersByTimeAsync(30);
  }
  expect(store.writes).toEqual([]);
  await jest.advanceTimersByTimeAsync(500);
  expect(store.writes).toEqual([['oak', 'elm']]);
  expect([...store.products].map(([sku, { units }]) => [sku, units])).toEqual([
    ['oak', 50],
    ['elm', 100],
  ]);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(store.writes).toHaveLength(1);
});

it('is at most 2 s behind under a load that never pauses', async () => {
  const [here, there] = [aProcess(), aProcess()];
  const elsewhere = { ...there, ...aProcess(here.store) };
  let written = 0;
  for (let second = 0; second < 60; second++) {
    for (let n = 0; n < 10; n++) {
      here.notes.note('oak', stock(++written));
      await jest.advanceTimersByTimeAsync(100);
    }
    if (second >= 2) expect((await elsewhere.shown('oak')).oak).toBeGreaterThan(written - 25);
  }
  expect(here.store.writes.length).toBeLessThanOrEqual(30);
});

it('has a mark from the first change until nothing has changed for half a minute', async () => {
  const { notes, store } = aProcess();
  const openings = jest.spyOn(store, 'openWriter');
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(0);
  expect(store.marks.writers).toEqual([{ writerId: 'here', openedAt: 1_000_000 }]);
  await jest.advanceTimersByTimeAsync(20_000);
  notes.note('oak', stock(4));
  await jest.advanceTimersByTimeAsync(31_999);
  // Renewed by each write, and not set anew: the spy sees the opening and two renewals.
  expect([store.marks.writers.length, openings.mock.calls.length]).toEqual([1, 3]);
  await jest.advanceTimersByTimeAsync(1);
  expect([store.marks.writers, store.writes.length]).toEqual([[], 2]);
  notes.note('oak', stock(3));
  await jest.advanceTimersByTimeAsync(0);
  expect(store.marks.writers).toHaveLength(1);
});

it('keeps its mark for a change that comes while the mark is removed', async () => {
  const { notes, store } = aProcess();
  const remove = store.removeWriters.bind(store);
  store.removeWriters = async (ids) => {
    store.removeWriters = remove;
    notes.note('elm', stock(1));
    await remove(ids);
  };
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(32_000);
  expect(store.marks.writers).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(store.writes).toEqual([['oak'], ['elm']]);
});

it('writes later what could not be written, and shows it meanwhile', async () => {
  const { notes, store, shown, warnings } = aProcess();
  store.failure = new Error('storage is down');
  notes.note('oak', stock(5));
  await jest.advanceTimersByTimeAsync(3_000);
  notes.note('elm', stock(1));
  await jest.advanceTimersByTimeAsync(3_000);
  expect(warnings).toContain('availability: 1 products are written later');
  store.failure = undefined;
  expect(await shown('oak', 'elm')).toEqual({ oak: 5, elm: 1 });
  await jest.advanceTimersByTimeAsync(2_000);
  expect(store.writes).toEqual([['oak', 'elm']]);
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
