// Starts a host with the bench app in its own process group: the local host, or a genuine `func`. Its standard output is
// discarded; standard error is kept for the message of a failed start.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from './http-client';

const startLimitMs = 120_000;
const stopLimitMs = 20_000;
const pollMs = 5;

export interface HostCommand {
  name: string;
  program: string;
  /** Arguments to start on that port with its data in the folder. */
  startArguments(port: number, folder: string): string[];
}

export interface RunningHost {
  origin: string;
  pid: number;
  /** From the spawn to the first response. */
  startMs: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  command: HostCommand;
  app: string;
  /** Used by this start only. */
  folder: string;
  port: number;
  /** Value of AzureWebJobsStorage. */
  storage: string;
}

const running = new Set<() => Promise<void>>();

/** Stops all running hosts when the bench is interrupted. */
export async function stopHosts(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

/** @throws when the host exits or does not respond within two minutes; it is stopped then. */
export async function startHost({ command, app, folder, port, storage }: StartOptions): Promise<RunningHost> {
  const errors = join(folder, 'errors.log');
  const log = openSync(errors, 'w');
  const began = performance.now();
  const child = spawn(command.program, command.startArguments(port, folder), {
    cwd: app,
    detached: true,
    stdio: ['ignore', 'ignore', log],
    env: { ...process.env, AzureWebJobsStorage: storage, FUNCTIONS_WORKER_RUNTIME: 'node' },
  });
  closeSync(log);
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const stop = async () => {
    await stopGroup(child);
    running.delete(stop);
  };
  running.add(stop);
  const origin = `http://127.0.0.1:${port}`;
  while (!(await answers(`${origin}/api/empty`))) {
    const ended = failure ?? (isGone(child) ? new Error(`It exited with code ${child.exitCode}.`) : undefined);
    if (!ended && performance.now() - began < startLimitMs) {
      await pause(pollMs);
      continue;
    }
    await stop();
    throw new Error(`${command.name} does not serve the app. ${ended?.message ?? ''}\n${readFileSync(errors, 'utf8')}`);
  }
  return { origin, pid: child.pid ?? 0, startMs: performance.now() - began, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    // The host does not listen yet.
    return false;
  }
}

/** Sends Ctrl-C to all processes of the group, as a terminal does; kills what is left after 20 s. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || isGone(child)) return;
  const gone = once(child, 'exit').then(() => true);
  signalGroup(child, 'SIGINT');
  if (!(await Promise.race([gone, pause(stopLimitMs).then(() => false)]))) {
    signalGroup(child, 'SIGKILL');
    await gone;
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
