// How often callers may change something. A guest's identity costs nothing, so guests are counted by address as well.

import type { Caller } from './identity';
import { makeTokenBuckets } from './token-buckets';

export interface WriteLimitOptions {
  /** Of one customer or guest; 0 is without limit. */
  writesPerMinute: number;
  /** Of all guests at one address together; 0 is without limit. */
  guestWritesPerMinute: number;
  now: () => number;
}

/**
 * Counts a write and answers 0, or refuses it and answers the seconds until the next may come.
 * `address` is undefined where no platform tells it, which is on a machine of one's own: only identities are counted there.
 */
export type CountWrite = (caller: Caller, address: string | undefined) => number;

/** Each instance of the app counts for itself: with N of them the limits are N times as high at most. */
export function makeWriteLimits({ writesPerMinute, guestWritesPerMinute, now }: WriteLimitOptions): CountWrite {
  const ofCaller = makeTokenBuckets({ perMinute: writesPerMinute, now });
  const ofAddress = makeTokenBuckets({ perMinute: guestWritesPerMinute, now });
  return (caller, address) => {
    const isGuest = caller.kind === 'guest';
    const isCounted = writesPerMinute > 0 && !(isGuest && caller.isNew);
    const waitSeconds = isCounted ? ofCaller.take(caller.customerId) : 0;
    if (waitSeconds > 0 || !isGuest || address === undefined || guestWritesPerMinute === 0) return waitSeconds;
    return ofAddress.take(address);
  };
}
