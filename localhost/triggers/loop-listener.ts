// A listener that is one loop in the background, such as a scan or a schedule, and sleeps in between.

import type { InterruptibleSleep } from './interruptible-sleep';
import type { Listener } from './listener';

export interface LoopListener extends Listener {
  /** From then on the loop ends as soon as it can. True before the start. */
  isStopped(): boolean;
}

/** @param run the loop; it ends, and its sleep with it, soon after the listener has stopped. Must not throw. */
export function makeLoopListener(
  sleep: Pick<InterruptibleSleep, 'wake' | 'isSleeping'>,
  run: () => Promise<void>,
): LoopListener {
  let stopped = true;
  let loop = Promise.resolve();
  return {
    isStopped: () => stopped,
    isQuiet: () => stopped || sleep.isSleeping(),
    async start() {
      stopped = false;
      loop = run();
    },
    async stop() {
      stopped = true;
      sleep.wake();
      await loop;
    },
  };
}
