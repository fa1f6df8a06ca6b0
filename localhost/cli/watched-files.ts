// Tells when the files that a run of the app is made of have changed and are quiet again: a build writes many files, and
// may begin by removing them all.

import { basename, dirname, join, normalize, relative, sep } from 'node:path';
import { entryFolder, findEntryFiles } from '../worker/entry-files';

export interface WatchedFiles {
  /** For the console, e.g. `dist, host.json, package.json, local.settings.json`. */
  described: string;
  /** Resolves with the name of a file that has changed since the last one was told, once all is quiet. */
  changed(): Promise<string>;
}

const quietMs = 300;
/** Nothing that runs. */
const unused = /\.(?:map|ts|tsbuildinfo|log)$/;

/** @param settingsFile default: local.settings.json in the app's folder. */
export function watchFiles(appFolder: string, settingsFile?: string): WatchedFiles {
  const settings = settingsFile ?? join(appFolder, 'local.settings.json');
  const single = [join(appFolder, 'host.json'), join(appFolder, 'package.json'), settings];
  const built = entryFolder(appFolder);
  let changedPath: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let tell: ((name: string) => void) | undefined;

  function tellSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(tellWhenBuilt, quietMs);
  }

  function tellWhenBuilt(): void {
    // Files that are missing are being built: more will change.
    if (changedPath === undefined || !tell || !isBuilt(appFolder)) return;
    tell(relative(appFolder, changedPath));
    changedPath = undefined;
    tell = undefined;
  }

  function noteChange(path: string): void {
    changedPath ??= path;
    tellSoon();
  }

  // Folders, not files, so that one that is missing is seen when it comes.
  const folders = [appFolder, dirname(settings)];
  const isPartOfRun = (path: string): boolean => {
    if (folders.includes(path) || single.includes(path)) return true;
    if (built === undefined) return dirname(path) === appFolder && /\.[cm]?js$/.test(path);
    return (path === built || path.startsWith(built + sep)) && !unused.test(path) && !path.includes('node_modules');
  };
  // Loaded only here: other starts do not watch.
  const { watch } = require('chokidar') as typeof import('chokidar');
  const startedAt = Date.now();
  let isReady = false;
  watch(folders, { alwaysStat: true, ignored: (path) => !isPartOfRun(normalize(path)) })
    .on('ready', () => {
      isReady = true;
    })
    // At first all files are added; one of this moment may be newer than what the run has loaded.
    .on('add', (path, stats) => {
      if (isReady || (stats && stats.mtimeMs >= startedAt)) noteChange(path);
    })
    .on('change', noteChange)
    .on('unlink', noteChange);
  const described = [built ? relative(appFolder, built) : 'scripts', ...single.map((path) => basename(path))];
  return {
    described: described.join(', '),
    changed: () =>
      new Promise((resolve) => {
        tell = resolve;
        tellSoon();
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
