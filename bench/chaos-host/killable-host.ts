// Runs the local host as a process that can be killed and restarted with the same port and data folder.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

export interface KillableHost {
  /** Spawns the process; `ready` resolves when it serves requests, and rejects if it ends before. */
  start(): { ready: Promise<void> };
  /** Sends SIGKILL and waits until the process has ended. */
  kill(): Promise<void>;
  /** Sends Ctrl-C. @returns the exit code. */
  stop(): Promise<number | null>;
  /** Undefined until the host has been ready for the first time. */
  origin(): string | undefined;
  /** Standard error of all processes so far. */
  errors(): string;
}

export interface KillableHostOptions {
  command: string;
  app: string;
  dataFolder: string;
  logFile: string;
  environment: Record<string, string>;
}

export function makeKillableHost(options: KillableHostOptions): KillableHost {
  let child: ChildProcess | undefined;
  let origin: string | undefined;
  let errors = '';
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const closed = once(child, 'close') as Promise<[number | null]>;
    child.kill(signal);
    return (await closed)[0];
  };
  process.on('exit', () => void child?.kill('SIGKILL'));
  return {
    start() {
      const spawned = spawnHost(options, origin === undefined ? '0' : new URL(origin).port);
      child = spawned;
      spawned.stderr?.setEncoding('utf8').on('data', (text: string) => {
        errors += text;
      });
      const ready = untilReady(spawned, options.logFile).then((url) => {
        origin = url;
      });
      // Nobody awaits `ready` of a process that is killed before it is ready.
      ready.catch(() => undefined);
      return { ready };
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGINT'),
    origin: () => origin,
    errors: () => errors,
  };
}

function spawnHost({ command, app, dataFolder, environment }: KillableHostOptions, port: string): ChildProcess {
  const flags = ['start', '--port', port, '--data', join(dataFolder, 'data'), '--no-azurite'];
  return spawn(process.execPath, [command, ...flags], {
    cwd: app,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function untilReady(child: ChildProcess, logFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      appendFileSync(logFile, chunk);
      if (text.length > 100_000) return;
      text += chunk;
      const found = /^Ready on (http:\/\/localhost:\d+)/m.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('close', (code) => reject(new Error(`The host exited with code ${code} before it was ready.`)));
  });
}
