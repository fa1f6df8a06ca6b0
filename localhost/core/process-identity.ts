// Is a process that was noted down in an earlier run still the same one? Numbers are given out again.

import { readFileSync } from 'node:fs';

/** A process as noted in a file. `started` is absent where the system does not tell it. */
export interface ProcessIdentity {
  pid: number;
  started?: string;
}

export function identifyProcess(pid: number): ProcessIdentity {
  const started = readStat(pid)?.started;
  return { pid, ...(started !== undefined && { started }) };
}

/** A process that has ended but was not yet collected by its parent does not count. */
export function isRunning(note: ProcessIdentity): boolean {
  try {
    process.kill(note.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const stat = readStat(note.pid);
  if (!stat) return true;
  return stat.state !== 'Z' && (note.started === undefined || note.started === stat.started);
}

/** State and start time of a process on Linux; undefined elsewhere. */
function readStat(pid: number): { state: string; started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    // No /proc on this system, or the process is gone: the caller knows what to make of it.
    return undefined;
  }
}
