// Finds the files of an app to load: `main` in its package.json, which names a file or a glob.

import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { StartupError } from '../core/startup-error';

export interface EntryFiles {
  /** Absolute paths, in the order in which they load. */
  files: string[];
  /** `"type": "module"`: `.js` files are ESM. */
  esm: boolean;
}

/**
 * @param appFolder the folder with package.json and host.json.
 * @throws StartupError when `main` matches nothing.
 */
export function findEntryFiles(appFolder: string): EntryFiles {
  const { main, type } = readPackage(appFolder);
  const esm = type === 'module';
  if (main === undefined) return { files: [], esm };
  const files = matches(appFolder, main);
  if (files.length === 0) {
    throw new StartupError(
      `Found zero files matching "${main}" (main in package.json of ${appFolder}). Is the app built? Run \`npm run build\`.`,
    );
  }
  return { files, esm };
}

/**
 * The folder that a build writes to: the first path segment of `main`, such as `dist` in `dist/src/*.js`.
 * @returns undefined when the entry files are in the app's folder itself.
 */
export function entryFolder(appFolder: string): string | undefined {
  const [first, ...rest] = (readPackage(appFolder).main ?? '').replace(/^\.\//, '').split('/');
  return first && rest.length > 0 && !/[*?{[]/.test(first) ? join(appFolder, first) : undefined;
}

function readPackage(appFolder: string): { main?: string; type?: string } {
  const path = join(appFolder, 'package.json');
  if (!existsSync(path)) {
    throw new StartupError(
      `No package.json in ${appFolder}. Start in the folder of a function app, or name that folder with --script-root.`,
    );
  }
  try {
    const { main, type } = JSON.parse(readFileSync(path, 'utf8'));
    return { ...(typeof main === 'string' && main !== '' && { main }), ...(typeof type === 'string' && { type }) };
  } catch (cause) {
    throw new StartupError(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** A plain path may omit its extension, as in Node. */
function matches(appFolder: string, main: string): string[] {
  const plain = resolve(appFolder, main);
  for (const path of [plain, `${plain}.js`, join(plain, 'index.js')]) {
    if (existsSync(path) && statSync(path).isFile()) return [path];
  }
  const pattern = main.replace(/^\.\//, '');
  return globSync(pattern, { cwd: appFolder })
    .map((path) => resolve(appFolder, path))
    .filter((path) => statSync(path).isFile() && !relative(appFolder, path).includes('node_modules'))
    .sort();
}
