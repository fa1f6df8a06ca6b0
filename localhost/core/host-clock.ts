// The clock of this process. There is one, because a process runs one host, and everything in it must agree on the time.

import { type Clock, makeClock } from './clock';
import { seededRandom, seededRank } from './seeded';

let seed: number | undefined;
let readRealTime = () => Date.now();
let random = Math.random;

/** Decides between things that are due at the same time: the lower rank comes first. All are equal without a seed. */
export const hostRank = (what: string): number => (seed === undefined ? 0 : seededRank(seed, what));

export const clock: Clock = makeClock({ realNow: () => readRealTime(), rank: hostRank });

/** A number from 0 to 1, the same sequence for the same seed. */
export const hostRandom = (): number => random();

/** From now on the seed decides the order of what is due at the same time, and every jitter. */
export function seedClock(value: number): void {
  seed = value;
  random = seededRandom(value);
}

/** Tells the clock how to read real time once `Date` no longer shows it. */
export function readRealTimeWith(read: () => number): void {
  readRealTime = read;
}
