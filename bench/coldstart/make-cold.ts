// Makes the next read of files come from disk: drops the whole page cache where the system allows it (root on Linux), else
// evicts only these files from it.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const dropCaches = '/proc/sys/vm/drop_caches';
/** Per command line. */
const filesAtOnce = 500;

export interface ColdDisk {
  how: 'page cache dropped' | 'files evicted';
  /** @param files the files that will be read. */
  makeCold(files: string[]): void;
}

/** @throws Error when the system supports neither. */
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
  // Loads Node itself again, which is not measured.
  execFileSync(process.execPath, ['-e', '0']);
}

/** GNU dd with a count of 0 advises the system to drop a file's pages. */
function evict(files: string[]): void {
  const script = 'for file; do dd if="$file" iflag=nocache count=0 status=none || exit 1; done';
  execFileSync('sync');
  for (let at = 0; at < files.length; at += filesAtOnce) {
    execFileSync('sh', ['-c', script, 'sh', ...files.slice(at, at + filesAtOnce)]);
  }
}
