// Waits until no invocation is running, so that the host can stop without interrupting one.

export interface Drain {
  /** Call this whenever an invocation has ended. */
  check(): void;
  /** Resolves when no invocation is running, and after `graceMs` at the latest. */
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
