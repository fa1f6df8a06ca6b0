// Finds the repository's root from compiled scripts (dist/scripts) and from sources (scripts, in tests).

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Absolute path of the nearest folder above this file that has a package.json. */
export function repositoryRoot(): string {
  return nearestWithPackage(__dirname);
}

function nearestWithPackage(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No folder above ${__dirname} has a package.json`);
  return nearestWithPackage(parent);
}
