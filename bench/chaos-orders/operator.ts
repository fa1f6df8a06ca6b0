// Plays the shop's operator during a chaos run: replays poison messages and triggers the timer that starts stalled orders.

import { setTimeout as sleep } from 'node:timers/promises';
import { withRetries } from '../../scripts/faults/with-retries';
import type { Shop } from '../../scripts/shop/shop-client';

export interface Operator {
  /** @returns the number of replayed messages. */
  stop(): Promise<number>;
}

const everyMs = 3_000;

/** Starts immediately. */
export function makeOperator(shop: Shop): Operator {
  let working = true;
  let replayed = 0;
  const work = (async () => {
    while (working) {
      replayed += await replayPoison(shop);
      await launchStalled(shop);
      await sleep(everyMs);
    }
  })();
  // `stop` rethrows a failure.
  work.catch(() => undefined);
  return {
    async stop() {
      working = false;
      await work;
      return replayed;
    },
  };
}

/** A carrier report whose handling the host's death interrupted five times is in the poison queue. */
async function replayPoison({ owner }: Shop): Promise<number> {
  const answer = await withRetries(owner)<{ replayed: number }>('POST', '/admin/poison/carrier-reports/replay');
  return answer.status === 200 ? answer.body.replayed : 0;
}

/** For orders whose launch a kill interrupted: runs the timer now instead of after some minutes. */
async function launchStalled(shop: Shop): Promise<void> {
  const url = new URL('/admin/functions/startStalledOrders', shop.origin());
  const headers = { 'content-type': 'application/json' };
  // If the host is down, the next round tries again.
  const answer = await fetch(url, { method: 'POST', headers, body: '{}' }).catch(() => undefined);
  if (answer && answer.status !== 202 && answer.status !== 503) {
    throw new Error(`The timer startStalledOrders returned ${answer.status}.`);
  }
}
