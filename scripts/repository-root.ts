// Scripts run compiled (dist/scripts) and, from tests, as sources (scripts): both find the repository from here.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The absolute path of the repository: the nearest folder above this file with a package.json. */
export function repositoryRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
