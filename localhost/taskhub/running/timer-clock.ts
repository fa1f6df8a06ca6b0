// A single Node timer that fires when the next durable timer is due.

export interface TimerClock {
  /** Makes sure that the alarm goes off at `fireAt` (epoch milliseconds) at the latest. */
  wakeAt(fireAt: number): void;
  stop(): void;
}

/** Node's timers are limited to 2^31 - 1 ms; longer waits are split. */
const maxWaitMs = 20 * 24 * 3_600_000;

/** @param due called when the alarm goes off, never early. It must set the next alarm. */
export function makeTimerClock(due: () => void): TimerClock {
  let alarm: NodeJS.Timeout | undefined;
  let at = Number.POSITIVE_INFINITY;

  function ring(): void {
    const left = at - Date.now();
    if (left > 0) {
      set(left);
      return;
    }
    at = Number.POSITIVE_INFINITY;
    due();
  }

  function set(ms: number): void {
    clearTimeout(alarm);
    alarm = setTimeout(ring, Math.min(Math.max(ms, 0), maxWaitMs));
  }

  return {
    wakeAt(fireAt) {
      if (fireAt >= at) return;
      at = fireAt;
      set(fireAt - Date.now());
    },
    stop() {
      clearTimeout(alarm);
      at = Number.NEGATIVE_INFINITY;
    },
  };
}
