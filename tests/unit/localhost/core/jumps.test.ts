// A clock that jumps: to what is due next, in order, and only when nothing is left to do.

import { type Clock, makeClock } from '../../../../localhost/core/clock';
import { makeJumps, NotQuiet } from '../../../../localhost/core/jumps';
import { seededRank } from '../../../../localhost/core/seeded';

const hour = 3_600_000;
const timing = { lookMs: 0, tieMs: 5_000 };

interface World {
  seed?: number;
  automatic?: boolean;
  everyRun?: boolean;
  isQuiet?: () => boolean;
  beforeJump?: () => Promise<void>;
  patienceMs?: number;
}

const clocks: Clock[] = [];
/** Ends their alarms. */
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.hold(true);
});

/** Real time stands still. */
function aWorld({
  seed,
  automatic = false,
  everyRun = false,
  isQuiet = () => true,
  beforeJump,
  patienceMs = 5_000,
}: World = {}) {
  const ran: string[] = [];
  const failures: Error[] = [];
  const clock = makeClock({
    realNow: () => 0,
    ...(seed !== undefined && { rank: (what: string) => seededRank(seed, what) }),
  });
  clocks.push(clock);
  const jumps = makeJumps({
    clock,
    automatic,
    everyRun,
    isQuiet,
    timing: { ...timing, patienceMs },
    beforeJump: beforeJump ?? (async () => undefined),
    failed: (error) => failures.push(error),
  });
  const due = (what: string, at: number) =>
    clock.add({ at, what, run: () => ran.push(`${what} ${clock.now() / hour}`) });
  function recurring(what: string, everyMs: number): void {
    const next = (at: number) =>
      clock.add({
        at,
        what,
        lastUntil: (limit) => limit - (limit % everyMs),
        run() {
          ran.push(`${what} ${clock.now() / hour}`);
          next(clock.now() + everyMs);
        },
      });
    next(everyMs);
  }
  return { clock, jumps, due, recurring, ran, failures };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

it('goes by way of everything that is due, in the order of time', async () => {
  const { jumps, due, ran, clock } = aWorld();
  due('second', 5 * hour);
  due('first', 2 * hour);
  due('too late', 11 * hour);
  await jumps.to(10 * hour);
  expect(ran).toEqual(['first 2', 'second 5']);
  expect(clock.now()).toBe(10 * hour);
});

it('reaches what becomes due on the way', async () => {
  const { jumps, clock, due, ran } = aWorld();
  clock.add({ at: hour, what: 'starts', run: () => due('follows', 3 * hour) });
  await jumps.to(4 * hour);
  expect(ran).toEqual(['follows 3']);
});

it('passes the times of a schedule but the last before each stop, or none with everyRun', async () => {
  const { jumps, due, recurring, ran } = aWorld();
  recurring('hourly', hour);
  due('once', 3.5 * hour);
  await jumps.to(6 * hour);
  expect(ran).toEqual(['hourly 3', 'once 3.5', 'hourly 6']);

  const each = aWorld({ everyRun: true });
  each.recurring('hourly', hour);
  await each.jumps.to(3 * hour);
  expect(each.ran).toEqual(['hourly 1', 'hourly 2', 'hourly 3']);
});

it('by itself goes to what is due once, and never for a schedule alone', async () => {
  const { jumps, due, recurring, ran, clock } = aWorld({ automatic: true });
  recurring('hourly', hour);
  due('once', 30.5 * hour);
  jumps.start();
  await until(() => ran.includes('once 30.5'));
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
  jumps.stop();
  expect(ran).toEqual(['hourly 30', 'once 30.5']);
  expect(clock.now()).toBe(30.5 * hour);
});

it('does not jump while something is running', async () => {
  let isQuiet = false;
  const { jumps, due, ran, clock } = aWorld({ isQuiet: () => isQuiet, patienceMs: 20 });
  due('once', hour);
  await expect(jumps.to(2 * hour)).rejects.toThrow(NotQuiet);
  expect([ran, clock.now()]).toEqual([[], 0]);
  isQuiet = true;
  await jumps.to(2 * hour);
  expect(ran).toEqual(['once 1']);
});

it('runs what is due at the same time one after the other, each after the work of the one before', async () => {
  let running = 0;
  const { jumps, clock, ran } = aWorld({ isQuiet: () => running === 0 });
  for (const what of ['b', 'a', 'c']) {
    clock.add({
      at: hour,
      what,
      run() {
        ran.push(`${what} begins`);
        running++;
        setImmediate(() => {
          ran.push(`${what} ends`);
          running--;
        });
      },
    });
  }
  await jumps.to(hour);
  await until(() => ran.length === 6);
  expect(ran).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

it('orders what is due at the same time by the seed', async () => {
  const orderOf = async (seed: number) => {
    const { jumps, due, ran } = aWorld({ seed });
    for (const what of 'abcdefgh') due(what, hour);
    await jumps.to(hour);
    return ran.join();
  };
  expect(await orderOf(1)).toBe(await orderOf(1));
  expect(await orderOf(1)).not.toBe(await orderOf(2));
});

it('stops and says so when the emulator does not follow', async () => {
  const { jumps, due, failures, ran } = aWorld({
    automatic: true,
    beforeJump: async () => {
      throw new Error('The emulator has ended.');
    },
  });
  due('once', hour);
  jumps.start();
  await until(() => failures.length > 0);
  jumps.stop();
  expect([failures[0]?.message, ran]).toEqual(['The emulator has ended.', []]);
});
