// Repeats a request that a shop answers with 503: one that starts from cold takes a while to apply a change to its stock. The
// request must be one that may be repeated: a read, or a change under a fixed idempotency key.

import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 120_000;
const DEFAULT_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;

/** The first answer other than 503, or the last one after two minutes. Waits as long as `Retry-After` says, or two seconds. */
export async function untilNotBusy<T extends { response: Response }>(send: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const answer = await send();
    const { status, headers } = answer.response;
    if (status !== 503 || Date.now() > deadline) return answer;
    const seconds = Number(headers.get('retry-after'));
    await sleep(seconds > 0 ? Math.min(seconds * 1000, LONGEST_PAUSE_MS) : DEFAULT_PAUSE_MS);
  }
}
