// Finds the installed package of an emulator: the app's own copy first, then the copy beside this host.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupError } from '../core/startup-error';

/**
 * @param command the command's name in `bin` of the package
 * @param neededBecause why the emulator is needed; the error message starts with it
 * @returns the path of the command. @throws StartupError when the package is not installed.
 */
export function findEmulator(packageName: string, command: string, neededBecause: string, appFolder: string): string {
  for (const from of [join(appFolder, 'package.json'), __filename]) {
    const manifest = resolveFrom(from, packageName);
    if (manifest) return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin[command]);
  }
  throw new StartupError(
    `${neededBecause}, but the package ${packageName} is not installed. Run \`npm install --save-dev ${packageName}\`, or start an emulator yourself.`,
  );
}

function resolveFrom(file: string, packageName: string): string | undefined {
  try {
    return createRequire(file).resolve(`${packageName}/package.json`);
  } catch {
    // Not installed there. The caller tries the next place.
    return undefined;
  }
}
