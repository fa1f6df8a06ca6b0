// Runs the local host and restarts it whenever it is killed, by this process or at a fault point.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../repository-root';

export interface RestartingHost {
  /** Resolves when the current process, or one that replaces it, serves requests. */
  ready(): Promise<void>;
  /** Sends SIGKILL; the host then restarts. */
  kill(): Promise<void>;
  /** Sends Ctrl-C and does not restart. @returns the exit code. */
  stop(): Promise<number | null>;
  /** Undefined until the first start is ready, then constant. */
  origin(): string | undefined;
  pid(): number;
  /** Number of SIGKILLs, by this process or at a fault point. */
  deaths(): number;
  /** One message per exit that was not a SIGKILL. */
  unexpectedExits(): string[];
}

export interface RestartingHostOptions {
  dataFolder: string;
  logFile: string;
  environment: Record<string, string>;
  /** Whether the host may exit now, because storage is failing. */
  mayExit(): boolean;
}

/** Before a restart after an exit that was not a kill. */
const restartPauseMs = 500;
const readyLine = /^Ready on (http:\/\/localhost:\d+)/m;

/** Starts the host. */
export function makeRestartingHost(options: RestartingHostOptions): RestartingHost {
  let child: ChildProcess;
  let origin: string | undefined;
  let stopping = false;
  let startup = newStartup();
  let deaths = 0;
  const unexpectedExits: string[] = [];

  function startProcess(): void {
    const spawned = spawnHost(options, origin === undefined ? '0' : new URL(origin).port);
    child = spawned;
    whenReady(spawned, options.logFile, (url) => {
      origin = url;
      startup.settled();
    });
    spawned.once('close', (code, signal) => {
      startup.settled();
      if (stopping) return;
      startup = newStartup();
      if (signal === 'SIGKILL') {
        deaths++;
        startProcess();
      } else {
        if (!options.mayExit()) unexpectedExits.push(`The host exited unexpectedly with code ${code}.`);
        setTimeout(startProcess, restartPauseMs);
      }
    });
  }

  startProcess();
  process.on('exit', () => child.kill('SIGKILL'));
  return {
    async ready() {
      for (let awaited: unknown; awaited !== startup; ) {
        awaited = startup;
        await startup.ready;
      }
    },
    async kill() {
      // It has exited and is about to restart.
      while (child.exitCode !== null) await sleep(restartPauseMs);
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const closed = once(child, 'close') as Promise<[number | null]>;
      child.kill('SIGINT');
      return (await closed)[0];
    },
    origin: () => origin,
    pid: () => child.pid ?? 0,
    deaths: () => deaths,
    unexpectedExits: () => unexpectedExits,
  };
}

interface Startup {
  ready: Promise<void>;
  settled: () => void;
}

function newStartup(): Startup {
  let settled = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    settled = resolve;
  });
  return { ready, settled: () => settled() };
}

function spawnHost({ dataFolder, environment }: RestartingHostOptions, port: string): ChildProcess {
  const root = repositoryRoot();
  const where = ['--port', port, '--data', dataFolder, '--no-azurite', '--settings', 'local.settings.sample.json'];
  return spawn(process.execPath, [join(root, 'dist/localhost/index.js'), 'start', ...where], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function whenReady(child: ChildProcess, logFile: string, ready: (origin: string) => void): void {
  let text: string | undefined = '';
  child.stderr?.on('data', (chunk: Buffer) => appendFileSync(logFile, chunk));
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    appendFileSync(logFile, chunk);
    if (text === undefined) return;
    text += chunk;
    const found = readyLine.exec(text)?.[1];
    if (found === undefined) return;
    text = undefined;
    ready(found);
  });
}
