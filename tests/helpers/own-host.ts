// Starts a local host for one test file, with free ports and its own data folder, which several starts share.

import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { azuriteConnectionString } from '../../scripts/azurite-connection';
import { type LocalHost, startLocalHost } from '../../scripts/local-host';
import { newShopFlags } from '../../scripts/new-shop-flags';
import { appFlags } from './app-folder';
import { processesNaming } from './processes';

export interface OwnHost {
  dataFolder: string;
  /** Starts the app, see app-folder. @throws with the end of the host's log if it does not start. */
  start(extraFlags?: string[]): Promise<LocalHost>;
  /** Connection string of the data folder's Azurite, which exists after the first start. */
  storage(): string;
  log(): string;
  /** Stops what a failed test may have left running, and removes the folder. */
  remove(): Promise<void>;
}

/** @param environment added to this process's environment. */
export function makeOwnHost(label: string, environment: Record<string, string> = {}): OwnHost {
  const dataFolder = mkdtempSync(join(tmpdir(), `cartwright-${label}-`));
  const logFile = join(dataFolder, 'host.log');
  const stops: (() => Promise<number>)[] = [];
  const log = () => readFileSync(logFile, { encoding: 'utf8', flag: 'a+' });
  return {
    dataFolder,
    async start(extraFlags = []) {
      const flags = [...newShopFlags(dataFolder), ...appFlags(), ...extraFlags];
      try {
        const starting = startLocalHost({ flags, environment, output: (text) => appendFileSync(logFile, text) });
        stops.push(starting.stop);
        return await starting.started;
      } catch (cause) {
        throw new Error(`${(cause as Error).message}\n${log().slice(-3000)}`, { cause });
      }
    },
    storage: () => azuriteConnectionString(dataFolder),
    log,
    async remove() {
      for (const stop of stops) await stop();
      stopOrphanedAzurite(dataFolder);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A host that was killed and not restarted leaves its Azurite running; a file in the folder has its process id. */
function stopOrphanedAzurite(dataFolder: string): void {
  const note = join(dataFolder, 'azurite.json');
  if (!existsSync(note)) return;
  const { pid } = JSON.parse(readFileSync(note, 'utf8')) as { pid: number };
  if (processesNaming(dataFolder).length > 0) process.kill(pid, 'SIGTERM');
}
