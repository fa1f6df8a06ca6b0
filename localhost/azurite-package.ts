// Where the azurite package is installed: beside the app, else beside this host.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupError } from './startup-error';

/** @returns the path of its command. @throws StartupError when it is not installed. */
export function findAzurite(appFolder: string): string {
  for (const from of [join(appFolder, 'package.json'), __filename]) {
    const manifest = resolveFrom(from);
    if (manifest) return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.azurite);
  }
  throw new StartupError(
    'The app uses UseDevelopmentStorage=true, but the package azurite is not installed. Run `npm install --save-dev azurite`, or start one of your own.',
  );
}

function resolveFrom(file: string): string | undefined {
  try {
    return createRequire(file).resolve('azurite/package.json');
  } catch {
    // Not installed there; the caller looks elsewhere.
    return undefined;
  }
}
