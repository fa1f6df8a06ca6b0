// The folder with task hub, keys and emulator files belongs to one running host at a time.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity';
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
  const note = `${JSON.stringify(identifyProcess(process.pid))}\n`;
  while (!writeNew(claim, note)) {
    const owner = runningOwner(claim) ?? setAside(claim);
    if (owner) {
      throw new StartupError(
        `The data folder ${path} is in use by another local host (process ${owner.pid}). Stop it, or name another folder with --data.`,
      );
    }
  }
  return { path, release: () => rmSync(claim, { force: true }) };
}

/**
 * Takes a claim away that nobody holds any more. Of several hosts that do so one gets it.
 * @returns the owner when the claim is a new one after all; it is then put back.
 */
function setAside(claim: string): ProcessIdentity | undefined {
  const aside = `${claim}.${process.pid}`;
  try {
    renameSync(claim, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const owner = runningOwner(aside);
  if (owner) renameSync(aside, claim);
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

function runningOwner(claim: string): ProcessIdentity | undefined {
  for (let tries = 0; tries < readTries; tries++) {
    const owner = readClaim(claim);
    if (owner) return isRunning(owner) ? owner : undefined;
    // It was made this very moment, and its owner is about to write into it.
    Atomics.wait(pause, 0, 0, readPauseMs);
  }
  return undefined;
}

function readClaim(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Not yet written, torn by a crash, or just released.
    return undefined;
  }
}
