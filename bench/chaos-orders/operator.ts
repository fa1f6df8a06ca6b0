// Whoever runs the shop, with the tools that it gives him: replays poison, and has the timer look for orders that were left.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '../../scripts/shop/shop-client';
import { patient } from './patient';

export interface Operator {
  /** @returns how many messages he has sent back. */
  stop(): Promise<number>;
}

const everyMs = 3_000;

/** Begins at once. */
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
  // Of what went wrong `stop` tells.
  work.catch(() => undefined);
  return {
    async stop() {
      working = false;
      await work;
      return replayed;
    },
  };
}

/** A report that died with the host five times waits there. */
async function replayPoison({ owner }: Shop): Promise<number> {
  const answer = await patient(owner)<{ replayed: number }>('POST', '/admin/poison/carrier-reports/replay');
  return answer.status === 200 ? answer.body.replayed : 0;
}

/** Orders whose launch died with the host: what the timer does every few minutes is done now. */
async function launchStalled(shop: Shop): Promise<void> {
  const url = new URL('/admin/functions/startStalledOrders', shop.origin());
  const headers = { 'content-type': 'application/json' };
  // A host that dies at a fault point meanwhile is asked the next time.
  const answer = await fetch(url, { method: 'POST', headers, body: '{}' }).catch(() => undefined);
  if (answer && answer.status !== 202 && answer.status !== 503) {
    throw new Error(`The timer startStalledOrders was answered with ${answer.status}.`);
  }
}
