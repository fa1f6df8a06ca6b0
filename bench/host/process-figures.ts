// Reads memory and CPU time of a host with all its processes (the genuine host has at least two) from Linux' /proc.

import { readdirSync, readFileSync } from 'node:fs';

interface ProcessStat {
  pid: number;
  parent: number;
  cpuTicks: number;
  rssPages: number;
}

/** Both are constant on the Linux systems that Node supports. */
const ticksPerSecond = 100;
const pageBytes = 4096;

/** Resident memory of the process and its descendants in MB; undefined without /proc. */
export function residentMb(pid: number): number | undefined {
  const all = family(pid);
  return all && (all.reduce((sum, { rssPages }) => sum + rssPages, 0) * pageBytes) / 1024 / 1024;
}

/** CPU seconds used so far by the process and its descendants; undefined without /proc. */
export function cpuSeconds(pid: number): number | undefined {
  const all = family(pid);
  return all && all.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0) / ticksPerSecond;
}

function family(pid: number): ProcessStat[] | undefined {
  const all = processes();
  if (!all) return undefined;
  const members = new Set([pid]);
  for (let size = 0; size !== members.size; ) {
    size = members.size;
    for (const one of all) if (members.has(one.parent)) members.add(one.pid);
  }
  return all.filter((one) => members.has(one.pid));
}

function processes(): ProcessStat[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readStat);
  } catch {
    // This system has no /proc.
    return undefined;
  }
}

function readStat(pid: string): ProcessStat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (index: number) => Number(fields[index]);
    return [{ pid: Number(pid), parent: field(1), cpuTicks: field(11) + field(12), rssPages: field(21) }];
  } catch {
    // The process has ended since it was listed.
    return [];
  }
}
