// How many pictures may be at work at a time: as many as there are threads while they are small, one when it is large,
// as told by the memory that each needs.

import { Semaphore } from 'async-mutex';

export interface MemoryBudget {
  /** Runs the work when its turn has come, in order of coming; what is larger than the whole budget runs alone. */
  run<T>(mb: number, work: () => Promise<T>): Promise<T>;
}

/** @param mostMb a whole number: fractions that are taken and given back do not add up again. */
export function makeMemoryBudget(places: number, mostMb: number): MemoryBudget {
  const turns = new Semaphore(places);
  const memory = new Semaphore(mostMb);
  return {
    // Both serve in order of coming, so whoever waits for memory holds a place, and none overtakes.
    run: (mb, work) => turns.runExclusive(() => memory.runExclusive(work, Math.min(Math.ceil(mb), mostMb))),
  };
}
