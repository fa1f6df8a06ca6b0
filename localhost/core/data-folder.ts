// Locks the data folder (task hub, keys, emulator files): two hosts on one folder would overwrite each other's files.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity';
import { StartupError } from './startup-error';

export interface DataFolder {
  path: string;
  release(): void;
}

/**
 * Creates the folder if it is missing, and locks it.
 * @throws StartupError when another running host has locked it.
 */
export function lockDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true });
  const lockFile = join(path, 'host.lock');
  const content = `${JSON.stringify(identifyProcess(process.pid))}\n`;
  while (!writeNew(lockFile, content)) {
    const owner = runningOwner(lockFile) ?? removeStaleLock(lockFile);
    if (owner) {
      throw new StartupError(
        `The data folder ${path} is in use by another local host (process ${owner.pid}). Stop it, or choose another folder with --data.`,
      );
    }
  }
  return { path, release: () => rmSync(lockFile, { force: true }) };
}

/**
 * Removes the lock file of a host that no longer runs. Renaming it first makes sure that only one of several starting
 * hosts removes it.
 * @returns the owner, if another host has replaced the lock file in the meantime; the file is then put back.
 */
function removeStaleLock(lockFile: string): ProcessIdentity | undefined {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const owner = runningOwner(aside);
  if (owner) renameSync(aside, lockFile);
  else rmSync(aside);
  return owner;
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

const pause = new Int32Array(new SharedArrayBuffer(4));
const readTries = 10;
const readPauseMs = 5;

function runningOwner(lockFile: string): ProcessIdentity | undefined {
  for (let tries = 0; tries < readTries; tries++) {
    const owner = readLock(lockFile);
    if (owner) return isRunning(owner) ? owner : undefined;
    // The file may have just been created, and its owner is about to write to it.
    Atomics.wait(pause, 0, 0, readPauseMs);
  }
  return undefined;
}

function readLock(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Not yet written, cut short by a crash, or just removed.
    return undefined;
  }
}
