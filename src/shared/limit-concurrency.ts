// A bound on how much is done at a time, where each piece of work holds something that is short.

/** Runs the work when its turn has come, in order of coming. */
export type WithLimit = <T>(work: () => Promise<T>) => Promise<T>;

/** At most so many at a time. */
export function limitConcurrency(most: number): WithLimit {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((start) => waiting.push(start));
    try {
      return await work();
    } finally {
      // A turn that ends goes straight to the one that has waited the longest.
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
