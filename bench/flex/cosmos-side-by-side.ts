// Carts in Cosmos DB, the durable side from cold: no customer waits for a poll of the task hub, and requests take as long
// as on a host without --flex. Both hosts run at once and take turns, so that a busy machine disturbs both alike.

import { withFlexHost } from './flex-host';
import { delivered, type Journey, percentile, serverErrors, shopOnce } from './journey';
import { makeFindings, type Outcome } from './outcome';

/** How much longer the slowest twentieth of the requests may take. */
const mostTimes = 1.2;
const warmUp = 5;

export async function cosmosSideBySide(journeys: number): Promise<Outcome> {
  const { outcome, say, expect } = makeFindings('Carts in Cosmos DB, durable from cold, beside a host without --flex');
  await withFlexHost({ cartStore: 'cosmos' }, (plain) =>
    withFlexHost({ cartStore: 'cosmos', flex: '' }, async (flex) => {
      for (let n = 0; n < warmUp; n++) for (const { shop } of [plain, flex]) await shopOnce(shop);
      const [without, under]: [Journey[], Journey[]] = [[], []];
      for (let n = 0; n < journeys; n++) {
        without.push(await shopOnce(plain.shop));
        under.push(await shopOnce(flex.shop));
      }
      await Promise.all([delivered(without), delivered(under)]);
      const [before, after] = [without, under].map((all) => all.flatMap(({ answers }) => answers)) as [
        Journey['answers'],
        Journey['answers'],
      ];
      for (const [name, answers] of [['without', before] as const, ['--flex', after] as const]) {
        const [p50, p95] = [percentile(answers, 50), percentile(answers, 95)];
        say(`${name.padEnd(8)} ${answers.length} requests: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
      }
      const times = percentile(after, 95) / percentile(before, 95);
      expect(`p95 is ${times.toFixed(2)} times that without --flex (at most ${mostTimes})`, times <= mostTimes);
      const { requests, arrivals, durable } = await flex.status();
      const { served, waitedForPoll } = requests.anonymous;
      say(`${arrivals.seen} messages and timers waited for a poll, ${durable.coldStarts} cold starts`);
      expect(`${waitedForPoll} of ${served} customers' requests waited for a poll (none)`, waitedForPoll === 0);
      const errors = serverErrors(after).length;
      expect(`${errors} answers are a 5xx (none)`, errors === 0);
      say('every order was delivered');
    }),
  );
  return outcome;
}
