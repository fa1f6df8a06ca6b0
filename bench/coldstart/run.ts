// `npm run bench:coldstart [-- --rounds 5 --evict]` measures how much faster the package loads than the unbundled build when
// neither is in the page cache. They alternate, round by round. Exit code 1 when a bound is missed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareAzurite } from '../../localhost/emulators/azurite';
import { packageApp } from '../../scripts/package/package-app';
import { unpack } from '../../scripts/package/unpack';
import { repositoryRoot } from '../../scripts/repository-root';
import { runMain } from '../run-main';
import { firstAnswer } from './first-answer';
import { loadOnce } from './load-once';
import { findColdDisk } from './make-cold';
import { jsonLine, missed, type Rounds, table } from './report';
import { azureSettings, localSettings } from './settings';

async function main(args: string[]): Promise<number> {
  const options = { rounds: { type: 'string', default: '5' }, evict: { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ args, options });
  const folder = mkdtempSync(join(tmpdir(), 'bench-coldstart-'));
  try {
    return await measure(folder, Number(values.rounds), values.evict);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, times: number, onlyEvict: boolean): Promise<number> {
  const { zip, bytes } = await packageApp({ outputFolder: folder });
  const apps = { package: join(folder, 'app'), unbundled: repositoryRoot() };
  await unpack(zip, apps.package);
  const disk = findColdDisk(onlyEvict);
  const loads = { loadLocal: localSettings(), loadAzure: azureSettings() };
  const rounds: Rounds = { loadLocal: none(), loadAzure: none(), firstAnswer: none() };
  const files = { package: await filesOf(apps.package), unbundled: await filesOf(apps.unbundled) };
  const azurite = await prepareAzurite({ dataFolder: folder, appFolder: apps.unbundled, port: 0 });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The emulator is in its own process group, so a Ctrl-C has to be forwarded.
    process.once(signal, () => void azurite.stop().finally(() => process.exit(1)));
  }
  try {
    await azurite.ready();
    for (let round = 1; round <= times; round++) {
      process.stderr.write(`round ${round} of ${times}\n`);
      for (const which of inTurn(round)) {
        for (const id of ['loadLocal', 'loadAzure'] as const) {
          disk.makeCold(files[which]);
          rounds[id][which].push((await loadOnce(apps[which], loads[id])).ms);
        }
        disk.makeCold(files[which]);
        const storage = azurite.connectionString;
        rounds.firstAnswer[which].push(await firstAnswer({ appFolder: apps[which], folder, storage }));
      }
    }
  } finally {
    await azurite.stop();
  }
  console.log(table(rounds));
  const read = { package: files.package.length, unbundled: files.unbundled.length };
  console.log(jsonLine(rounds, { cold: disk.how, rounds: times, zipBytes: bytes, codeFiles: read }));
  return missed(rounds).length > 0 ? 1 : 0;
}

function none(): Rounds['loadLocal'] {
  return { package: [], unbundled: [] };
}

/** Alternates which one comes first. */
function inTurn(round: number): ('package' | 'unbundled')[] {
  return round % 2 === 0 ? ['package', 'unbundled'] : ['unbundled', 'package'];
}

async function filesOf(appFolder: string): Promise<string[]> {
  return (await loadOnce(appFolder, azureSettings())).files;
}

runMain(main);
