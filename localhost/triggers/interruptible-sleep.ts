// A pause that somebody else may end: pollers wait long when idle, and are woken when this process knows of new work.

/** Node's own limit is 2^31-1 ms; a longer pause would end at once. */
const LONGEST_PAUSE_MS = 24 * 24 * 3_600_000;

export interface InterruptibleSleep {
  /** Waits, but not at all if `wake` was called since the last pause. Pauses longer than 24 days end after 24 days. */
  sleep(ms: number): Promise<void>;
  wake(): void;
}

export function makeInterruptibleSleep(): InterruptibleSleep {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    sleep(ms) {
      if (woken) {
        woken = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(() => end?.(), Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS));
        end = () => {
          clearTimeout(timer);
          end = undefined;
          resolve();
        };
      });
    },
    wake() {
      if (end === undefined) woken = true;
      else end();
    },
  };
}
