// Carts in entities, one durable instance always ready, polls at least each second: changes of a cart wait for a poll, and
// none of them fails for it.

import { withFlexHost } from './flex-host';
import { delivered, type Journey, percentile, serverErrors, shopOnce } from './journey';
import { makeFindings, type Outcome } from './outcome';

export async function entityAlwaysReady(journeys: number): Promise<Outcome> {
  const { outcome, say, expect } = makeFindings('Carts in entities, durable always ready, maxQueuePollingInterval 1 s');
  const options = { cartStore: 'entity', flex: 'always-ready', pollingInterval: '00:00:01' } as const;
  await withFlexHost(options, async ({ shop, status }) => {
    const alone: Journey[] = [];
    for (let n = 0; n < journeys; n++) alone.push(await shopOnce(shop));
    const together = await Promise.all(Array.from({ length: journeys }, () => shopOnce(shop)));
    await delivered([...alone, ...together]);
    const answers = [...alone, ...together].flatMap((journey) => journey.answers);
    const changes = answers.filter(({ step }) => /^(add|change)/.test(step));
    const [p50, p95] = [percentile(changes, 50), percentile(changes, 95)];
    say(`${changes.length} changes of a cart: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`);
    const { served, waitedForPoll } = (await status()).requests.anonymous;
    say(`${waitedForPoll} of ${served} customers' requests waited for a poll`);
    const errors = serverErrors(answers).length;
    expect(`${errors} of ${answers.length} answers are a 5xx (none)`, errors === 0);
    expect('the host has seen them wait', waitedForPoll > 0);
  });
  return outcome;
}
