// Exponential back-off with jitter, which the genuine host uses to poll queues and to retry functions.

import { hostRandom } from './host-clock';

export interface Backoff {
  /** The next delay in milliseconds: the minimum after a success, growing with each failure up to the maximum. */
  next(succeeded: boolean): number;
}

export function makeBackoff(minMs: number, maxMs: number, random: () => number = hostRandom): Backoff {
  let failures = 0;
  return {
    next(succeeded) {
      failures = succeeded ? 0 : failures + 1;
      if (failures === 0) return Math.min(minMs, maxMs);
      const jitter = 0.8 + 0.4 * random();
      // The exponent is limited so that a long idle time does not overflow. The maximum is reached long before that.
      return Math.min(maxMs, Math.round(minMs + jitter * 2 ** Math.min(failures - 1, 40) * minMs));
    },
  };
}
