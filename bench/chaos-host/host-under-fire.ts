// The local host as a process that is killed and started again, always on the same port and data folder.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

export interface HostUnderFire {
  /** Spawns the process; `ready` resolves when it serves. @throws Error when it ends by itself before. */
  start(): { ready: Promise<void> };
  /** kill -9, and waits until the process is gone. */
  kill(): Promise<void>;
  /** Ctrl-C. @returns the exit code. */
  stop(): Promise<number | null>;
  /** Known from the first start that was ready. */
  origin(): string | undefined;
  /** All that was said on standard error by every process so far. */
  errors(): string;
}

export interface HostUnderFireOptions {
  command: string;
  app: string;
  dataFolder: string;
  logFile: string;
  environment: Record<string, string>;
}

export function makeHostUnderFire(options: HostUnderFireOptions): HostUnderFire {
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
      // Of a process that is killed before, nobody waits.
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

function spawnHost({ command, app, dataFolder, environment }: HostUnderFireOptions, port: string): ChildProcess {
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
    child.once('close', (code) => reject(new Error(`The host ended with code ${code} before it was ready.`)));
  });
}
