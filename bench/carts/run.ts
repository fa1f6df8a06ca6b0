// `npm run bench:carts [-- --quick]` measures cart changes over HTTP on the local host, in both stores, and what the
// tutorial's read-modify-write loses there. Exit code 1 when a bound is missed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type StartingHost, startLocalHost } from '../../scripts/local-host';
import { newShopFlags } from '../../scripts/new-shop-flags';
import { makeShop } from '../../scripts/shop/shop-client';
import { publishBenchProducts } from '../bench-products';
import { runMain } from '../run-main';
import { type Figures, type StoreKind, storeKinds } from './figures';
import { measure, type Sizes, skus } from './measure';
import { jsonLine, missed, type Rounds, table } from './report';

const full = { rounds: 3, sizes: { alone: 300, hot: 1_000, spread: 2_000 } };
const quick = { rounds: 1, sizes: { alone: 100, hot: 300, spread: 400 } };

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean' } } });
  const { rounds: times, sizes } = values.quick ? quick : full;
  const rounds: Rounds = { entity: [], cosmos: [] };
  for (const store of storeKinds) rounds[store] = await measureStore(store, times, sizes);
  console.log(`${table(rounds)}\n\nMedian of ${times} rounds; for units the lowest round.`);
  console.log(jsonLine(rounds));
  return missed(rounds).length > 0 ? 1 : 0;
}

/** Starts a host with empty data and without write limits, which the bench would exceed. */
async function measureStore(store: StoreKind, times: number, sizes: Sizes): Promise<Figures[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bench-carts-'));
  const flags = newShopFlags(dataFolder);
  let printed = '';
  const host = startLocalHost({
    flags: store === 'cosmos' ? [...flags, '--cosmos'] : flags,
    environment: {
      CART_STORE: store,
      WRITES_PER_MINUTE: '0',
      GUEST_WRITES_PER_MINUTE: '0',
      NEW_GUESTS_PER_MINUTE: '0',
    },
    output: (text) => {
      printed = (printed + text).slice(-3_000);
    },
    ownProcessGroup: true,
  });
  const done = stopOnSignals(host);
  try {
    const { origin } = await host.started;
    await publishBenchProducts(makeShop(origin), skus);
    const rounds: Figures[] = [];
    for (let round = 1; round <= times; round++) {
      process.stderr.write(`${store}: round ${round} of ${times}\n`);
      rounds.push(await measure(origin, sizes));
    }
    return rounds;
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${printed}`, { cause });
  } finally {
    await host.stop();
    done();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** The host is in its own process group, so a Ctrl-C has to be forwarded. */
function stopOnSignals(host: StartingHost): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stop = () => void host.stop().finally(() => process.exit(1));
  for (const signal of signals) process.once(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

runMain(main);
