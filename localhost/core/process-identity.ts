// Identifies a process by pid and start time, because systems reuse pids: a pid stored by an earlier run may now belong
// to another process.

import { readFileSync } from 'node:fs';

/** A process as stored in a file. `started` is absent on systems that do not report a start time. */
export interface ProcessIdentity {
  pid: number;
  started?: string;
}

export function identifyProcess(pid: number): ProcessIdentity {
  const started = readStat(pid)?.started;
  return { pid, ...(started !== undefined && { started }) };
}

/** Whether the process still runs. A zombie, which has ended but still has a process table entry, does not. */
export function isRunning(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const stat = readStat(identity.pid);
  if (!stat) return true;
  return stat.state !== 'Z' && (identity.started === undefined || identity.started === stat.started);
}

/** State and start time of a process on Linux; undefined elsewhere. */
function readStat(pid: number): { state: string; started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    // There is no /proc on this system, or the process has ended.
    return undefined;
  }
}
