// One alarm for the timer that is due next.

export interface TimerClock {
  /** A timer is due at `fireAt` (ms since epoch); the alarm is set earlier when need be. */
  wakeAt(fireAt: number): void;
  stop(): void;
}

/** Node cannot wait longer than 2^31 - 1 ms; the alarm is set again then. */
const longestWaitMs = 20 * 24 * 3_600_000;

/** @param due called when the alarm goes off, a little late rather than early; it sets the next one. */
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
    alarm = setTimeout(ring, Math.min(Math.max(ms, 0), longestWaitMs));
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
