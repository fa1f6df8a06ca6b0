// The sweep: reads all stock again after a process has died with changes unwritten, some products a run, and nothing otherwise.

import { makeHealAvailability } from '../../../src/stock/heal-availability';
import { noStock } from '../../../src/stock/stock';
import { makeMemoryAvailability } from '../../helpers/memory-availability';

function aShop(skus: string[]) {
  const clock = { now: 1_000_000 };
  const store = makeMemoryAvailability(() => clock.now);
  const reads: string[] = [];
  const heal = makeHealAvailability({ store, skus: async () => skus, now: () => clock.now, productsARun: 2 });
  const run = () =>
    heal({
      async read(sku) {
        reads.push(sku);
        return sku === 'ash' ? undefined : { ...noStock, onHand: sku.length };
      },
    });
  const healed = async () => {
    for (let runs = 0; runs < 10 && (await run()).read > 0; runs++);
  };
  const units = () => Object.fromEntries([...store.products].map(([sku, one]) => [sku, one.units]));
  return { clock, store, reads, run, healed, units };
}

it('fills the shop of an earlier version, which has stock and no availability', async () => {
  const { run, healed, reads, units, store } = aShop(['oak', 'ash', 'maple', 'elm', 'yew']);
  expect(await run()).toEqual({ read: 2 });
  expect(store.marks.healing).toEqual({ after: 'elm' });
  await healed();
  expect(reads).toEqual(['ash', 'elm', 'maple', 'oak', 'yew']);
  expect(units()).toEqual({ elm: 3, maple: 5, oak: 3, yew: 3 });
  expect(store.marks.healing).toEqual({});
});

it('reads nothing when nothing is missing', async () => {
  const { run, healed, reads, store } = aShop(['oak']);
  await healed();
  const before = reads.length;
  await store.openWriter('alive');
  expect(await run()).toEqual({ read: 0 });
  expect([reads.length, store.marks.writers.length]).toEqual([before, 1]);
});

it('reads everything again after a process has died, and takes its mark away', async () => {
  const { run, healed, clock, store, units } = aShop(['oak', 'elm', 'yew']);
  await healed();
  await store.openWriter('dead');
  store.products.set('yew', { units: 99, at: 0 });
  clock.now += 60_001;
  await store.openWriter('alive');
  expect(await run()).toEqual({ read: 2 });
  expect(store.marks.writers.map(({ writerId }) => writerId)).toEqual(['alive']);
  await healed();
  expect(units()).toEqual({ oak: 3, elm: 3, yew: 3 });
});

it('starts again when it dies between the marks', async () => {
  const { run, healed, clock, store } = aShop(['oak']);
  await healed();
  await store.openWriter('dead');
  clock.now += 60_001;
  store.removeWriters = () => Promise.reject(new Error('killed'));
  await expect(run()).rejects.toThrow('killed');
  expect(store.marks).toMatchObject({ healing: { after: '' }, writers: [{ writerId: 'dead' }] });
});

it('does not overwrite what is noted while it reads', async () => {
  const { store, clock, units } = aShop([]);
  const heal = makeHealAvailability({ store, skus: async () => ['oak'], now: () => clock.now });
  await heal({
    async read() {
      clock.now += 5;
      store.products.set('oak', { units: 1, at: clock.now });
      return { ...noStock, onHand: 2 };
    },
  });
  expect(units()).toEqual({ oak: 1 });
});
