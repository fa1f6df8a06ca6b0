// A sleep until a time of the host's clock, so that `--clock=jump` can skip it. Other code can end it early.

import type { Due } from '../core/clock';
import { clock } from '../core/host-clock';

export interface ClockSleep {
  /** Sleeps until `due.at`, but not if `wake` was called since the last sleep. */
  until(due: Omit<Due, 'run'>): Promise<void>;
  wake(): void;
  isSleeping(): boolean;
}

export function makeClockSleep(): ClockSleep {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    until(due) {
      if (woken) {
        woken = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const ended = () => {
          end = undefined;
          resolve();
        };
        const withdraw = clock.add({ ...due, run: ended });
        end = () => {
          withdraw();
          ended();
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
