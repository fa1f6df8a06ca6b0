// `npm run bench:products [-- --rounds 3]` compares the product list with the version that read one entity a product: a shop with
// 2,000 products in stock each, round by round in turn, each time on a fresh host. Exit code 1 when a bound is missed.
//
// `BASELINE` names a folder in which the other version is built; without it, it is built from the history.

import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../scripts/repository-root';
import { prepareBaseline } from '../baseline';
import { runMain } from '../run-main';
import { type BenchShop, makeBenchShop } from './bench-shop';
import { measure, measureList } from './measure';
import { figuresOf, jsonLine, missed, type Rounds, table } from './report';

/** A list takes a tenth of a second from a fresh host: one alone would say more about the machine at that moment. */
const startsARound = 3;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '3' } } });
  const baseline = prepareBaseline();
  const shops: BenchShop[] = [];
  const rounds: Rounds = { now: [], before: [] };
  try {
    for (const root of [repositoryRoot(), baseline.folder]) {
      process.stderr.write(`filling a shop of ${root}\n`);
      shops.push(await makeBenchShop(root));
    }
    const [now, before] = shops;
    for (let round = 1; round <= Number(values.rounds); round++) {
      process.stderr.write(`round ${round} of ${values.rounds}\n`);
      if (before) rounds.before.push(await before.onFreshHost(measureList));
      for (let start = 1; now && start <= startsARound; start++) rounds.now.push(await now.onFreshHost(measure));
    }
  } finally {
    for (const shop of shops) await shop.remove();
    baseline.remove();
  }
  const figures = figuresOf(rounds);
  console.log(table(figures));
  console.log(jsonLine(rounds));
  return missed(figures).length > 0 ? 1 : 0;
}

runMain(main);
