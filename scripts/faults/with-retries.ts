// Repeats requests as a robust client does, because the host may be down, restarting or without storage.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from '../shop/shop-client';

const pauseMs = 100;

/** Repeats each request until there is a response other than 503. Requests must be idempotent. */
export function withRetries(ask: Ask): Ask {
  return async <T>(...request: Parameters<Ask>) => {
    for (;;) {
      // No response: the host was killed or is still starting.
      const answer = await ask<T>(...request).catch(() => undefined);
      if (answer && answer.status !== 503) return answer;
      await sleep(pauseMs);
    }
  };
}
