// Callers who send again what was not answered, as careful clients do: the host may be dead, dying or without storage.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from '../../scripts/shop/shop-client';

const pauseMs = 100;

/** Asks until there is an answer, other than that the shop is not at its best. Whatever is sent must bear being sent twice. */
export function patient(ask: Ask): Ask {
  return async <T>(...request: Parameters<Ask>) => {
    for (;;) {
      // Without an answer the host was killed, or is not there yet.
      const answer = await ask<T>(...request).catch(() => undefined);
      if (answer && answer.status !== 503) return answer;
      await sleep(pauseMs);
    }
  };
}
