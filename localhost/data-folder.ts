// The folder with task hub, keys and emulator files belongs to one running host at a time.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, noteProcess, type ProcessNote } from './processes';
import { StartupError } from './startup-error';

export interface DataFolder {
  path: string;
  release(): void;
}

/**
 * Makes the folder when it is missing and claims it.
 * @throws StartupError when another host that still runs has claimed it.
 */
export function claimDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true });
  const claim = join(path, 'host.lock');
  const note = `${JSON.stringify(noteProcess(process.pid))}\n`;
  if (!writeNew(claim, note)) {
    const owner = readClaim(claim);
    if (owner && isRunning(owner)) {
      throw new StartupError(
        `The data folder ${path} is in use by another local host (process ${owner.pid}). Stop it, or name another folder with --data.`,
      );
    }
    writeFileSync(claim, note);
  }
  return { path, release: () => rmSync(claim, { force: true }) };
}

function writeNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readClaim(path: string): ProcessNote | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Torn by a crash or just released: nobody's.
    return undefined;
  }
}
