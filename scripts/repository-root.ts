// Scripts run compiled (dist/scripts) and, from tests, as sources (scripts): both find the repository from here.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The absolute path of the repository: the nearest folder above this file with a package.json. */
export function repositoryRoot(): string {
  return nearestWithPackage(__dirname);
}

function nearestWithPackage(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No folder above ${__dirname} has a package.json`);
  return nearestWithPackage(parent);
}
