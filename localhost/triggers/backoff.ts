// Randomised exponential back-off, by which the genuine host polls queues and retries functions.

export interface Backoff {
  /** The next delay in milliseconds: the minimum after success, growing with every failure up to the maximum. */
  next(succeeded: boolean): number;
}

export function makeBackoff(minMs: number, maxMs: number, random: () => number = Math.random): Backoff {
  let failures = 0;
  return {
    next(succeeded) {
      failures = succeeded ? 0 : failures + 1;
      if (failures === 0) return Math.min(minMs, maxMs);
      const jitter = 0.8 + 0.4 * random();
      // The exponent is bounded so that a long idle time does not overflow; the maximum is reached long before.
      return Math.min(maxMs, Math.round(minMs + jitter * 2 ** Math.min(failures - 1, 40) * minMs));
    },
  };
}
