// How many pictures may be at work at a time: as many as there are threads while they are small, one when it is large.

export interface PixelBudget {
  /** Runs the work when its turn has come, in order of coming; what is larger than the whole budget runs alone. */
  run<T>(pixels: number, work: () => Promise<T>): Promise<T>;
}

export function makePixelBudget(places: number, mostPixels: number): PixelBudget {
  let freePlaces = places;
  let freePixels = mostPixels;
  const waiting: { pixels: number; start: () => void }[] = [];

  function startWaiting(): void {
    for (;;) {
      const [next] = waiting;
      const fits = next && freePlaces > 0 && next.pixels <= freePixels;
      if (!fits) return;
      waiting.shift();
      freePlaces--;
      freePixels -= next.pixels;
      next.start();
    }
  }

  return {
    async run(wanted, work) {
      const pixels = Math.min(wanted, mostPixels);
      await new Promise<void>((start) => {
        waiting.push({ pixels, start });
        startWaiting();
      });
      try {
        return await work();
      } finally {
        freePlaces++;
        freePixels += pixels;
        startWaiting();
      }
    },
  };
}
