// How often callers may change something. A guest's identity costs nothing, so guests are counted by address as well, and new ones
// again on their own, since each of them leaves a cart behind.

import type { Caller } from './identity';
import { makeTokenBuckets } from './token-buckets';

export interface WriteLimitOptions {
  /** Of one customer or guest; 0 is without limit. */
  writesPerMinute: number;
  /** Of all guests at one address together; 0 is without limit. */
  guestWritesPerMinute: number;
  /** Of requests at one address that bring no cookie, each of which creates a guest; 0 or absent is without limit. */
  newGuestsPerMinute?: number;
  now: () => number;
}

/**
 * Counts a write and answers 0, or refuses it and answers the seconds until the next may come.
 * `address` is undefined where no platform tells it, which is on a machine of one's own: only identities are counted there.
 */
export type CountWrite = (caller: Caller, address: string | undefined) => number;

/** Each instance of the app counts for itself: with N of them the limits are N times as high at most. */
export function makeWriteLimits(options: WriteLimitOptions): CountWrite {
  const { writesPerMinute, guestWritesPerMinute, newGuestsPerMinute = 0, now } = options;
  const ofCaller = makeTokenBuckets({ perMinute: writesPerMinute, now });
  const ofAddress = makeTokenBuckets({ perMinute: guestWritesPerMinute, now });
  const newAtAddress = makeTokenBuckets({ perMinute: newGuestsPerMinute, now });
  return (caller, address) => {
    const isGuest = caller.kind === 'guest';
    const isCounted = writesPerMinute > 0 && !(isGuest && caller.isNew);
    const waitSeconds = isCounted ? ofCaller.take(caller.customerId) : 0;
    if (waitSeconds > 0 || !isGuest || address === undefined) return waitSeconds;
    const newGuestWaits = caller.isNew && newGuestsPerMinute > 0 ? newAtAddress.take(address) : 0;
    if (newGuestWaits > 0 || guestWritesPerMinute === 0) return newGuestWaits;
    return ofAddress.take(address);
  };
}
