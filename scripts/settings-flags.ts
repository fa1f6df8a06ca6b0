// Chooses the settings file: a fresh clone has no local.settings.json, so the sample is used, which has a local value for
// every setting.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository-root';

/** The `--settings` flag for the local host; empty if the caller named a file or local.settings.json exists. */
export function settingsFlags(given: string[]): string[] {
  const named = given.some((flag) => flag === '--settings' || flag.startsWith('--settings='));
  if (named || existsSync(join(repositoryRoot(), 'local.settings.json'))) return [];
  return ['--settings', 'local.settings.sample.json'];
}
