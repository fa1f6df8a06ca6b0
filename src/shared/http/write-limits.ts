// How often callers may change something. A guest's identity costs nothing, so guests are counted by address as well, and new ones
// again on their own, since each of them leaves a cart behind.

import type { Caller } from './identity';
import type { Quota } from './rate-limit-fields';
import { makeTokenBuckets } from './token-buckets';

export interface WriteLimitOptions {
  /** What is counted, as the limits are named to callers; default `writes`. */
  counted?: 'writes' | 'checkouts';
  /** Of one customer or guest; 0 is without limit. */
  writesPerMinute: number;
  /** Of all guests at one address together; 0 is without limit. */
  guestWritesPerMinute: number;
  /** Of requests at one address that bring no cookie, each of which creates a guest; 0 or absent is without limit. */
  newGuestsPerMinute?: number;
  now: () => number;
}

export interface WriteCount {
  /** Until the next write may come; 0 when this one was counted. */
  waitSeconds: number;
  /** The limits that this write was counted by, and what is left of them. */
  quotas: Quota[];
}

/**
 * Counts a write, or refuses it. `address` is undefined where no platform tells it, which is on a machine of one's own: only
 * identities are counted there.
 */
export type CountWrite = (caller: Caller, address: string | undefined) => WriteCount;

/** Each instance of the app counts for itself: with N of them the limits are N times as high at most. */
export function makeWriteLimits(options: WriteLimitOptions): CountWrite {
  const { counted = 'writes', writesPerMinute, guestWritesPerMinute, newGuestsPerMinute = 0, now } = options;
  const ofCaller = makeLimit(counted, writesPerMinute, now);
  const newAtAddress = makeLimit('new-guests', newGuestsPerMinute, now);
  const ofAddress = makeLimit(`guest-${counted}`, guestWritesPerMinute, now);

  return (caller, address) => {
    const quotas: Quota[] = [];
    const isGuest = caller.kind === 'guest';
    const byIdentity = isGuest && caller.isNew ? 0 : ofCaller(caller.customerId, quotas);
    if (byIdentity > 0 || !isGuest || address === undefined) return { waitSeconds: byIdentity, quotas };
    const asNewGuest = caller.isNew ? newAtAddress(address, quotas) : 0;
    if (asNewGuest > 0) return { waitSeconds: asNewGuest, quotas };
    return { waitSeconds: ofAddress(address, quotas), quotas };
  };
}

/** Counts by a key, notes what is left, and answers the seconds until the next may come. Of 0 a minute, it counts nothing. */
function makeLimit(name: string, perMinute: number, now: () => number): (key: string, quotas: Quota[]) => number {
  if (perMinute === 0) return () => 0;
  const buckets = makeTokenBuckets({ perMinute, now });
  return (key, quotas) => {
    const waitSeconds = buckets.take(key);
    const { tokens: left, nextInSeconds } = buckets.level(key);
    quotas.push({ name, perMinute, left, nextInSeconds });
    return waitSeconds;
  };
}
