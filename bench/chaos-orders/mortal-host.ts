// The local host as a process that dies, by our hand or at a fault point, and is started again each time.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../scripts/repository-root';

export interface MortalHost {
  /** Resolves when the present life serves, or one after it. */
  ready(): Promise<void>;
  /** kill -9; the next life begins by itself. */
  kill(): Promise<void>;
  /** Ctrl-C, and no other life. @returns the exit code. */
  stop(): Promise<number | null>;
  /** Always the same once it is known. */
  origin(): string | undefined;
  pid(): number;
  /** How often the process was killed, by us or by itself. */
  deaths(): number;
  /** Lives that ended otherwise, in words. */
  troubles(): string[];
}

export interface MortalHostOptions {
  dataFolder: string;
  logFile: string;
  environment: Record<string, string>;
  /** Whether an end by itself is no trouble: storage is away. */
  excused(): boolean;
}

/** Before a life that follows one which ended otherwise than by a kill. */
const pauseMs = 500;
const readyLine = /^Ready on (http:\/\/localhost:\d+)/m;

/** Begins the first life. */
export function makeMortalHost(options: MortalHostOptions): MortalHost {
  let child: ChildProcess;
  let origin: string | undefined;
  let stopping = false;
  let life = newLife();
  let deaths = 0;
  const troubles: string[] = [];

  function live(): void {
    const spawned = spawnHost(options, origin === undefined ? '0' : new URL(origin).port);
    child = spawned;
    whenReady(spawned, options.logFile, (url) => {
      origin = url;
      life.begun();
    });
    spawned.once('close', (code, signal) => {
      life.begun();
      if (stopping) return;
      life = newLife();
      if (signal === 'SIGKILL') {
        deaths++;
        live();
      } else {
        if (!options.excused()) troubles.push(`The host ended by itself with code ${code}.`);
        setTimeout(live, pauseMs);
      }
    });
  }

  live();
  process.on('exit', () => child.kill('SIGKILL'));
  return {
    async ready() {
      for (let awaited: unknown; awaited !== life; ) {
        awaited = life;
        await life.ready;
      }
    },
    async kill() {
      // It has ended by itself and is about to be started again.
      while (child.exitCode !== null) await sleep(pauseMs);
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
    troubles: () => troubles,
  };
}

interface Life {
  ready: Promise<void>;
  begun: () => void;
}

function newLife(): Life {
  let begun = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    begun = resolve;
  });
  return { ready, begun: () => begun() };
}

function spawnHost({ dataFolder, environment }: MortalHostOptions, port: string): ChildProcess {
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
