// A single alarm on the host's clock that goes off when the next durable timer is due.

import { clock } from '../../core/host-clock';

export interface TimerClock {
  /** Makes sure that the alarm goes off at `fireAt` (epoch milliseconds) at the latest. */
  wakeAt(fireAt: number): void;
  stop(): void;
}

/** @param due called with the time that was reached, when the alarm goes off, never early. It must set the next alarm. */
export function makeTimerClock(due: (now: number) => void): TimerClock {
  let withdraw: (() => void) | undefined;
  let at = Number.POSITIVE_INFINITY;
  return {
    wakeAt(fireAt) {
      if (fireAt >= at) return;
      at = fireAt;
      withdraw?.();
      withdraw = clock.add({
        at,
        what: 'durable timer',
        run(now) {
          at = Number.POSITIVE_INFINITY;
          due(now);
        },
      });
    },
    stop() {
      withdraw?.();
      at = Number.NEGATIVE_INFINITY;
    },
  };
}
