// A fresh clone has no local.settings.json: the sample then serves, which holds every setting with its local value.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository-root';

/** `--settings` for the local host, unless the caller named a file or one of the repository's own exists. */
export function settingsFlags(given: string[]): string[] {
  const named = given.some((flag) => flag === '--settings' || flag.startsWith('--settings='));
  if (named || existsSync(join(repositoryRoot(), 'local.settings.json'))) return [];
  return ['--settings', 'local.settings.sample.json'];
}
