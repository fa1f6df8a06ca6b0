// Makes the next reading of files come from the disk: the whole page cache is dropped where the system permits it (root
// on Linux), else the files alone are evicted from it.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const dropCaches = '/proc/sys/vm/drop_caches';
/** Of one command line. */
const filesAtOnce = 500;

export interface ColdDisk {
  how: 'page cache dropped' | 'files evicted';
  /** @param files those that will be read. */
  makeCold(files: string[]): void;
}

/** @throws Error where neither way is to be had. */
export function findColdDisk(onlyEvict: boolean): ColdDisk {
  if (!onlyEvict && dropped()) return { how: 'page cache dropped', makeCold: drop };
  evict([__filename]);
  return { how: 'files evicted', makeCold: evict };
}

function dropped(): boolean {
  try {
    drop();
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Not Linux, not root, or a container.
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
    throw error;
  }
}

function drop(): void {
  execFileSync('sync');
  writeFileSync(dropCaches, '3');
  // Node itself is not to be measured.
  execFileSync(process.execPath, ['-e', '0']);
}

/** GNU dd with nothing to copy tells the system that a file's pages are not needed. */
function evict(files: string[]): void {
  const script = 'for file; do dd if="$file" iflag=nocache count=0 status=none || exit 1; done';
  execFileSync('sync');
  for (let at = 0; at < files.length; at += filesAtOnce) {
    execFileSync('sh', ['-c', script, 'sh', ...files.slice(at, at + filesAtOnce)]);
  }
}
