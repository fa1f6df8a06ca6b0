// Tells when the files that a run of the app is made of have changed and are quiet again: a build writes many files, and
// may begin by removing them all.

import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { entryFolder, findEntryFiles } from '../worker/entry-files';
import { observeFolders } from './observed-folders';

export interface WatchedFiles {
  /** For the console, e.g. `dist, host.json, package.json, local.settings.json`. */
  described: string;
  /** Resolves with the name of a file that has changed since the last one was told, once all is quiet. */
  changed(): Promise<string>;
}

/** Time and size of each file, by path. */
type Stamps = Map<string, string>;

const quietMs = 200;
/** Nothing that runs. */
const unused = /\.(?:map|ts|tsbuildinfo|log)$/;

/** @param settingsFile default: local.settings.json in the app's folder. */
export function watchFiles(appFolder: string, settingsFile?: string): WatchedFiles {
  const settings = settingsFile ?? join(appFolder, 'local.settings.json');
  const single = [join(appFolder, 'host.json'), join(appFolder, 'package.json'), settings];
  const built = entryFolder(appFolder);
  const look = (): Stamps => stampsOf([...single, ...(built ? filesBelow(built) : scriptsIn(appFolder))]);
  let known = look();
  let seen = known;
  let timer: NodeJS.Timeout | undefined;
  let tell: ((name: string) => void) | undefined;

  function touched(): void {
    clearTimeout(timer);
    timer = setTimeout(check, quietMs);
  }

  function check(): void {
    const now = look();
    const isQuiet = difference(seen, now) === undefined;
    seen = now;
    folders.observe();
    if (!isQuiet) {
      touched();
      return;
    }
    const path = difference(known, now);
    // Files that are missing are being built: more will be touched.
    if (path === undefined || !tell || !isBuilt(appFolder)) return;
    known = now;
    tell(relative(appFolder, path));
    tell = undefined;
  }

  const folders = observeFolders([appFolder, dirname(settings)], built, touched);
  folders.observe();
  const described = [built ? relative(appFolder, built) : 'scripts', ...single.map((path) => basename(path))];
  return {
    described: described.join(', '),
    changed: () =>
      new Promise((resolve) => {
        tell = resolve;
        touched();
      }),
  };
}

function isBuilt(appFolder: string): boolean {
  try {
    return findEntryFiles(appFolder).files.length > 0;
  } catch {
    // Zero files, or a package.json that is just being written.
    return false;
  }
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !unused.test(entry.name) && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    // Removed by a build.
    return [];
  }
}

function scriptsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.[cm]?js$/.test(name))
    .map((name) => join(folder, name));
}

function stampsOf(paths: string[]): Stamps {
  return new Map(paths.map((path) => [path, stamp(path)]));
}

function stamp(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : '';
}

/** @returns the path of a file that is not the same in both. */
function difference(one: Stamps, other: Stamps): string | undefined {
  for (const [path, stamp] of other) if (one.get(path) !== stamp) return path;
  for (const path of one.keys()) if (!other.has(path)) return path;
  return undefined;
}
