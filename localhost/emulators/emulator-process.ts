// An emulator as a process of its own, noted in the data folder so that the next start of the host finds it after a crash.
// It runs in a group of its own: Ctrl-C must not end it while the host still drains.

import { spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { identifyProcess, isRunning, type ProcessIdentity } from '../core/process-identity';
import { StartupError } from '../core/startup-error';

const stopLimitMs = 15_000;
const pollMs = 15;

export interface EmulatorProcess<Ports> {
  ports: Ports;
  isRunning(): boolean;
  /** The last line it wrote: why it ended. */
  failure(): string;
  /** Ends it so that it can keep its data. @throws when it does not end */
  stop(): Promise<void>;
}

interface Record<Ports> extends ProcessIdentity {
  ports: Ports;
}

export interface EmulatorCommand<Ports> {
  /** For messages, e.g. `Azurite`. */
  name: string;
  /** Where it is noted, `….json`; its output goes to `….log`. */
  recordFile: string;
  script: string;
  flags: string[];
  ports: Ports;
}

export function startEmulatorProcess<Ports>(command: EmulatorCommand<Ports>): EmulatorProcess<Ports> {
  const { name, recordFile, script, flags, ports } = command;
  const log = openSync(logFile(recordFile), 'w');
  const child = spawn(process.execPath, [script, ...flags], {
    detached: true,
    stdio: ['ignore', log, log],
    env: emulatorEnvironment(),
  });
  child.unref();
  if (child.pid === undefined) throw new StartupError(`Cannot start ${name} with ${process.execPath}.`);
  const record = { ...identifyProcess(child.pid), ports };
  writeFileSync(recordFile, `${JSON.stringify(record)}\n`);
  return describe(name, recordFile, record);
}

/** The one that an earlier run of the host left running; undefined when there is none. */
export function findEmulatorProcess<Ports>(name: string, recordFile: string): EmulatorProcess<Ports> | undefined {
  const record = readRecord<Ports>(recordFile);
  return record && isRunning(record) ? describe(name, recordFile, record) : undefined;
}

function describe<Ports>(name: string, recordFile: string, record: Record<Ports>): EmulatorProcess<Ports> {
  return {
    ports: record.ports,
    isRunning: () => isRunning(record),
    failure: () => lastLine(logFile(recordFile)),
    async stop() {
      if (isRunning(record)) process.kill(record.pid, 'SIGTERM');
      for (let waited = 0; isRunning(record) && waited < stopLimitMs; waited += pollMs) await pause(pollMs);
      if (isRunning(record)) throw new Error(`${name} (process ${record.pid}) does not stop.`);
      rmSync(recordFile, { force: true });
    },
  };
}

/** NODE_OPTIONS stays out: a debugger is meant for the app. */
function emulatorEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  return environment;
}

function readRecord<Ports>(path: string): Record<Ports> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // None was started here, or the note was torn by a crash: then its port tells that it runs.
    return undefined;
  }
}

function logFile(recordFile: string): string {
  return recordFile.replace(/\.json$/, '.log');
}

function lastLine(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '';
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
