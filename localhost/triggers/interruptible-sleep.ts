// A sleep that other code can end early: idle pollers sleep long, and wake when this process knows of new work.

/** Node's own limit is 2^31-1 ms; a longer timeout would fire at once. */
const MAX_SLEEP_MS = 24 * 24 * 3_600_000;

export interface InterruptibleSleep {
  /** Sleeps, but not if `wake` was called since the last sleep. Ends after 24 days at the latest. */
  sleep(ms: number): Promise<void>;
  wake(): void;
  isSleeping(): boolean;
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
        const timer = setTimeout(() => end?.(), Math.min(Math.max(ms, 0), MAX_SLEEP_MS));
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
    isSleeping: () => end !== undefined,
  };
}
