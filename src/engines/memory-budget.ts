// How many pictures may be at work at a time: as many as there are threads while they are small, one when it is large,
// as told by the memory that each needs.

export interface MemoryBudget {
  /** Runs the work when its turn has come, in order of coming; what is larger than the whole budget runs alone. */
  run<T>(mb: number, work: () => Promise<T>): Promise<T>;
}

export function makeMemoryBudget(places: number, mostMb: number): MemoryBudget {
  let freePlaces = places;
  let freeMb = mostMb;
  const waiting: { mb: number; start: () => void }[] = [];

  function startWaiting(): void {
    for (;;) {
      const [next] = waiting;
      const fits = next && freePlaces > 0 && next.mb <= freeMb;
      if (!fits) return;
      waiting.shift();
      freePlaces--;
      freeMb -= next.mb;
      next.start();
    }
  }

  return {
    async run(wanted, work) {
      const mb = Math.min(wanted, mostMb);
      await new Promise<void>((start) => {
        waiting.push({ mb, start });
        startWaiting();
      });
      try {
        return await work();
      } finally {
        freePlaces++;
        freeMb += mb;
        startWaiting();
      }
    },
  };
}
