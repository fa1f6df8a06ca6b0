// Hands the one setting for front ends on other domains to the local host, which answers preflights as Azure's platform does.
// The app reads the same setting for the guest's cookie, for writes from other sites, and for uploads to the storage emulator.

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readLocalSettings } from '../localhost/config/local-settings';
import { StartupError } from '../localhost/core/startup-error';

/** Flags of the local host for `FRONT_END_ORIGINS`, from the environment or else the settings file; none when it is empty. */
export function frontEndFlags(given: string[], environment: NodeJS.ProcessEnv, folder: string): string[] {
  const { values } = parseArgs({
    args: given,
    options: { cors: { type: 'string' }, settings: { type: 'string' }, 'script-root': { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  if (values.cors !== undefined) return [];
  const origins = environment.FRONT_END_ORIGINS ?? inSettings(values, folder);
  return origins ? ['--cors', origins, '--cors-credentials'] : [];
}

function inSettings(values: Record<string, unknown>, folder: string): string | undefined {
  const { settings, 'script-root': scriptRoot } = values;
  const file =
    typeof settings === 'string'
      ? resolve(folder, settings)
      : join(typeof scriptRoot === 'string' ? resolve(folder, scriptRoot) : folder, 'local.settings.json');
  try {
    return readLocalSettings(file, false).values.FRONT_END_ORIGINS;
  } catch (error) {
    // The host reads the same file, and says what is wrong with it.
    if (error instanceof StartupError) return undefined;
    throw error;
  }
}
