// The system's notices of changes in folders, also in one that is removed and made again.

import { type FSWatcher, statSync, watch } from 'node:fs';

export interface ObservedFolders {
  /** Looks whether the tree is there, and whether it is still the same; to be called after changes. */
  observe(): void;
}

/**
 * @param flat folders that stay; only what lies directly in them counts.
 * @param tree a folder with all below it, which may come and go.
 */
export function observeFolders(flat: string[], tree: string | undefined, touched: () => void): ObservedFolders {
  for (const folder of new Set(flat)) open(folder, false, touched);
  let watcher: FSWatcher | undefined;
  let watched: number | undefined;
  return {
    observe() {
      const inode = tree === undefined ? undefined : statSync(tree, { throwIfNoEntry: false })?.ino;
      if (inode === watched) return;
      watcher?.close();
      watcher = tree === undefined || inode === undefined ? undefined : open(tree, true, touched);
      watched = inode;
    },
  };
}

/** A folder that goes while it is looked through is reported as an error: a change like any other. */
function open(folder: string, recursive: boolean, touched: () => void): FSWatcher {
  return watch(folder, { recursive }, touched).on('error', touched);
}
