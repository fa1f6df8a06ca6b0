// Runs an emulator as a separate process. A record in the data folder lets the next start find it after a crash.
// It gets its own process group, because Ctrl-C must not stop it while the host still drains.

import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { identifyProcess, isRunning, type ProcessIdentity } from '../core/process-identity';
import { StartupError } from '../core/startup-error';

const stopLimitMs = 15_000;
const pollMs = 15;

export interface EmulatorProcess<Ports> {
  ports: Ports;
  isRunning(): boolean;
  /** The last line of its output, which says why it ended. */
  failure(): string;
  /** Stops it with SIGTERM, so that it can save its data. @throws when it does not stop */
  stop(): Promise<void>;
}

interface EmulatorRecord<Ports> extends ProcessIdentity {
  ports: Ports;
}

export interface EmulatorCommand<Ports> {
  /** The name in messages, e.g. `Azurite`. */
  name: string;
  /** The file of its record, `….json`. Its output goes to `….log`. */
  recordFile: string;
  script: string;
  flags: string[];
  ports: Ports;
  /** Added to this process's environment. */
  environment?: Record<string, string>;
  /** A file that is loaded before the script. The process then has a channel to this one. */
  preload?: string;
}

export interface StartedEmulator<Ports> extends EmulatorProcess<Ports> {
  child: ChildProcess;
}

export function startEmulatorProcess<Ports>(command: EmulatorCommand<Ports>): StartedEmulator<Ports> {
  const { name, recordFile, script, flags, ports, preload } = command;
  const log = openSync(logFile(recordFile), 'w');
  const preloaded = preload === undefined ? [] : ['--require', preload];
  const child = spawn(process.execPath, [...preloaded, script, ...flags], {
    detached: true,
    stdio: ['ignore', log, log, ...(preload === undefined ? [] : (['ipc'] as const))],
    env: { ...emulatorEnvironment(), ...command.environment },
  });
  child.unref();
  if (child.pid === undefined) throw new StartupError(`Cannot start ${name} with ${process.execPath}.`);
  const record = { ...identifyProcess(child.pid), ports };
  writeFileSync(recordFile, `${JSON.stringify(record)}\n`);
  return { ...describe(name, recordFile, record), child };
}

/** Finds the process that an earlier run of the host left running. */
export function findEmulatorProcess<Ports>(name: string, recordFile: string): EmulatorProcess<Ports> | undefined {
  const record = readRecord<Ports>(recordFile);
  return record && isRunning(record) ? describe(name, recordFile, record) : undefined;
}

function describe<Ports>(name: string, recordFile: string, record: EmulatorRecord<Ports>): EmulatorProcess<Ports> {
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

/** Without NODE_OPTIONS: a debugger option in it is meant for the app. */
function emulatorEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  return environment;
}

function readRecord<Ports>(path: string): EmulatorRecord<Ports> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // There is no record, or a crash cut it short. In that case the taken port reveals a running emulator.
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
