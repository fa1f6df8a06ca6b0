// Carts in Cosmos DB, the durable side from cold: no customer waits for a poll of the task hub, and requests take as long
// as on a host without --flex. The hosts take turns, so that a busy machine disturbs both alike; each turn ends when its
// orders are delivered, so that neither works on its orders during the other one's turn.

import { type FlexHost, withFlexHost } from './flex-host';
import { delivered, type Journey, percentile, serverErrors, shopOnce, type TimedAnswer } from './journey';
import { type Findings, makeFindings, type Outcome } from './outcome';

export interface Turns {
  /** Of each host. */
  turns: number;
  journeysATurn: number;
}

/** How much longer the slowest twentieth of the requests may take. */
const mostTimes = 1.2;
const warmUp = 5;

export async function cosmosSideBySide({ turns, journeysATurn }: Turns): Promise<Outcome> {
  const findings = makeFindings('Carts in Cosmos DB, durable from cold, beside a host without --flex');
  await withFlexHost({ cartStore: 'cosmos' }, (plain) =>
    withFlexHost({ cartStore: 'cosmos', flex: '' }, async (flex) => {
      for (const host of [plain, flex]) await takeTurn(host, warmUp);
      const without: TimedAnswer[] = [];
      const under: TimedAnswer[] = [];
      for (let turn = 0; turn < turns; turn++) {
        without.push(...(await takeTurn(plain, journeysATurn)));
        under.push(...(await takeTurn(flex, journeysATurn)));
      }
      compare(findings, without, under);
      await judgeWaits(findings, flex, under);
    }),
  );
  return findings.outcome;
}

async function takeTurn({ shop }: FlexHost, count: number): Promise<TimedAnswer[]> {
  const journeys: Journey[] = [];
  for (let n = 0; n < count; n++) journeys.push(await shopOnce(shop));
  await delivered(journeys);
  return journeys.flatMap(({ answers }) => answers);
}

function compare({ say, expect }: Findings, without: TimedAnswer[], under: TimedAnswer[]): void {
  say(`${'p50 / p95 in ms'.padEnd(24)}${'without'.padStart(16)}${'--flex'.padStart(16)}`);
  const steps = [...new Set(without.map(({ step }) => step))];
  for (const step of [...steps, `all ${under.length} requests`]) {
    const isOf = (answer: TimedAnswer) => answer.step === step || !steps.includes(step);
    const cells = [without, under].map((answers) => percentiles(answers.filter(isOf)).padStart(16));
    say(`${step.padEnd(24)}${cells.join('')}`);
  }
  const times = percentile(under, 95) / percentile(without, 95);
  expect(`p95 is ${times.toFixed(2)} times that without --flex (at most ${mostTimes})`, times <= mostTimes);
}

function percentiles(answers: TimedAnswer[]): string {
  return `${percentile(answers, 50).toFixed(1)} / ${percentile(answers, 95).toFixed(1)}`;
}

async function judgeWaits({ say, expect }: Findings, { status }: FlexHost, answers: TimedAnswer[]): Promise<void> {
  const { requests, arrivals, durable } = await status();
  const { served, waitedForPoll } = requests.anonymous;
  say(`${arrivals.seen} messages and timers waited for a poll, ${durable.coldStarts} cold starts`);
  expect(`${waitedForPoll} of ${served} customers' requests waited for a poll (none)`, waitedForPoll === 0);
  const errors = serverErrors(answers).length;
  expect(`${errors} answers are a 5xx (none)`, errors === 0);
  say('every order was delivered');
}
