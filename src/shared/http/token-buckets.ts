// A token bucket for each of many keys, in memory: how often each may do something, with room for a burst.

import { LRUCache } from 'lru-cache';

export interface TokenBuckets {
  /** Takes a token of the key's bucket and answers 0; from an empty one none, and answers the seconds until there is one. */
  take(key: string): number;
  /** What is in the key's bucket, in whole tokens, and the seconds until there is one more; 0 when it is full. */
  level(key: string): { tokens: number; nextInSeconds: number };
}

export interface TokenBucketsOptions {
  /** Size of a bucket, and what flows into it in a minute: so at most twice as much in any minute. */
  perMinute: number;
  /** Ms; need not be the time of day. */
  now: () => number;
  /** Buckets kept at once: beyond it the one that was used the longest ago is forgotten, which is as if it were full. */
  most?: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

export function makeTokenBuckets({ perMinute, now, most = 10_000 }: TokenBucketsOptions): TokenBuckets {
  const buckets = new LRUCache<string, Bucket>({ max: most });
  const perMs = perMinute / 60_000;
  const secondsUntil = (missing: number) => Math.ceil(missing / perMs / 1000);

  function tokensNow(last: Bucket | undefined, at: number): number {
    return last ? Math.min(perMinute, last.tokens + (at - last.at) * perMs) : perMinute;
  }

  return {
    take(key) {
      const at = now();
      const tokens = tokensNow(buckets.get(key), at);
      buckets.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at });
      return tokens < 1 ? secondsUntil(1 - tokens) : 0;
    },
    level(key) {
      const tokens = tokensNow(buckets.peek(key), now());
      const whole = Math.floor(tokens);
      return { tokens: whole, nextInSeconds: tokens < perMinute ? secondsUntil(whole + 1 - tokens) : 0 };
    },
  };
}
