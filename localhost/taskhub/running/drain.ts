// Waits until nothing runs any more.

export interface Drain {
  /** To be called whenever something stopped running. */
  check(): void;
  /** Resolves once nothing runs, after `graceMs` at the latest. */
  wait(graceMs: number): Promise<void>;
}

export function makeDrain(running: () => number): Drain {
  let drained: (() => void) | undefined;
  return {
    check() {
      if (running() === 0) drained?.();
    },
    wait(graceMs) {
      if (running() === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        drained = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
