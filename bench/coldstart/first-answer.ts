// Measures the time from the start of the local host to its first response, with an emulator that is already running.

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalHost } from '../../scripts/local-host';

export interface FirstAnswerOptions {
  appFolder: string;
  /** Each start creates a new data folder in it. */
  folder: string;
  /** Connection string of the emulator. */
  storage: string;
}

/** In milliseconds. @throws with the host's output if it does not start. */
export async function firstAnswer({ appFolder, folder, storage }: FirstAnswerOptions): Promise<number> {
  const dataFolder = mkdtempSync(join(folder, 'data-'));
  const flags = ['--port', '0', '--no-azurite', '--data', dataFolder, '--settings', 'local.settings.sample.json'];
  let printed = '';
  const began = performance.now();
  const host = startLocalHost({
    flags: [...flags, '--script-root', appFolder],
    environment: { AzureWebJobsStorage: storage },
    output: (text) => {
      printed += text;
    },
  });
  try {
    await host.started;
    return performance.now() - began;
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${printed}`, { cause });
  } finally {
    await host.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
