// Where the package of an emulator is installed: beside the app, else beside this host.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupError } from '../core/startup-error';

/**
 * @param command its name among the package's commands
 * @param asked what in the app or on the command line needs it, for the error
 * @returns the path of the command. @throws StartupError when it is not installed.
 */
export function findEmulator(packageName: string, command: string, asked: string, appFolder: string): string {
  for (const from of [join(appFolder, 'package.json'), __filename]) {
    const manifest = resolveFrom(from, packageName);
    if (manifest) return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin[command]);
  }
  throw new StartupError(
    `${asked}, but the package ${packageName} is not installed. Run \`npm install --save-dev ${packageName}\`, or start one of your own.`,
  );
}

function resolveFrom(file: string, packageName: string): string | undefined {
  try {
    return createRequire(file).resolve(`${packageName}/package.json`);
  } catch {
    // Not installed there; the caller looks elsewhere.
    return undefined;
  }
}
