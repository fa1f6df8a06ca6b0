// `npm run bench:clock` runs the shop's long waits with their real times on a host that skips time. The last line is JSON;
// exit code 1 when they take more than twenty seconds, or are shorter on the host's clock than they should be.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { azuriteConnectionString } from '../../scripts/azurite-connection';
import { startLocalHost } from '../../scripts/local-host';
import { newShopFlags } from '../../scripts/new-shop-flags';
import { runMain } from '../run-main';
import { type WaitedDays, waitLong } from './long-waits';

const boundSeconds = 20;
const leastDays: WaitedDays = { approval: 2, cart: 30, retention: 30 };

async function main(): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bench-clock-'));
  let printed = '';
  const flags = [...newShopFlags(dataFolder), '--clock=jump,process,seed:1'];
  const output = (text: string) => {
    printed = (printed + text).slice(-3_000);
  };
  const starting = startLocalHost({ flags, output });
  try {
    const { origin } = await starting.started;
    const began = performance.now();
    const days = await waitLong({ origin, storage: azuriteConnectionString(dataFolder) });
    const wallSeconds = Number(((performance.now() - began) / 1000).toFixed(1));
    const missed = [
      ...(wallSeconds > boundSeconds ? [`wallSeconds ${wallSeconds} > ${boundSeconds}`] : []),
      ...Object.entries(leastDays).flatMap(([name, least]) =>
        days[name as keyof WaitedDays] < least ? [`${name} ${days[name as keyof WaitedDays]} days < ${least}`] : [],
      ),
    ];
    console.log(JSON.stringify({ wallSeconds, boundSeconds, days, missed }));
    return missed.length === 0 ? 0 : 1;
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${printed}`, { cause });
  } finally {
    await starting.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

runMain(main);
