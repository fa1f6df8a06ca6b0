// `npm run test:flex [-- --quick]` rehearses Flex Consumption on the local host: the customers' journeys and the end-to-end
// tests with durable functions in an instance of their own. Exit code 1 when a bound is missed.

import { parseArgs } from 'node:util';
import { runMain } from '../run-main';
import { cosmosSideBySide } from './cosmos-side-by-side';
import { endToEnd } from './end-to-end';
import { entityAlwaysReady } from './entity-always-ready';
import { fromCold } from './from-cold';
import { type Outcome, printOutcome } from './outcome';

const full = { measured: { turns: 4, journeysATurn: 15 }, alone: 10 };
const quick = { measured: { turns: 2, journeysATurn: 10 }, alone: 3 };

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean' } } });
  const { measured, alone } = values.quick ? quick : full;
  const scenarios: (() => Promise<Outcome>)[] = [
    () => cosmosSideBySide(measured),
    () => entityAlwaysReady(alone),
    fromCold,
    ...(values.quick ? [] : [endToEnd]),
  ];
  const missed: string[] = [];
  for (const scenario of scenarios) {
    const outcome = await scenario();
    printOutcome(outcome);
    missed.push(...outcome.missed);
  }
  console.log(missed.length === 0 ? '\nNothing was missed.' : `\nMissed: ${missed.join('; ')}`);
  return missed.length === 0 ? 0 : 1;
}

runMain(main);
