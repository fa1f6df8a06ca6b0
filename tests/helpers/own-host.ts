// A local host of a test's own, on free ports and a data folder of its own; several starts may share the folder.

import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalHost, startLocalHost } from '../../scripts/local-host';
import { storageOf } from '../../scripts/storage-of';

export interface OwnHost {
  dataFolder: string;
  /** Starts the built app. @throws with the end of the host's log when it does not come up. */
  start(extraFlags?: string[]): Promise<LocalHost>;
  /** Connection string of the Azurite that belongs to the data folder; there is one after the first start. */
  storage(): string;
  log(): string;
  remove(): void;
}

const SAMPLE = ['--settings', 'local.settings.sample.json'];

export function makeOwnHost(label: string): OwnHost {
  const dataFolder = mkdtempSync(join(tmpdir(), `cartwright-${label}-`));
  const logFile = join(dataFolder, 'host.log');
  const log = () => readFileSync(logFile, { encoding: 'utf8', flag: 'a+' });
  return {
    dataFolder,
    async start(extraFlags = []) {
      const flags = ['--port', '0', '--azurite-port', '0', '--data', dataFolder, ...SAMPLE, ...extraFlags];
      try {
        return await startLocalHost({ flags, output: (text) => appendFileSync(logFile, text) }).started;
      } catch (cause) {
        throw new Error(`${(cause as Error).message}\n${log().slice(-3000)}`, { cause });
      }
    },
    storage: () => storageOf(dataFolder),
    log,
    remove: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}
