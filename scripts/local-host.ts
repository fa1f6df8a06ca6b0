// Runs the app on the local host as a child process, for `npm start`, the demo, the benches and the end-to-end tests.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { frontEndFlags } from './front-end-flags';
import { repositoryRoot } from './repository-root';

const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
/** A host that is still draining after this time gets a second Ctrl-C, which ends it at once. */
const STOP_TIMEOUT_MS = 20_000;
/** The last line of a start; with `--port 0` only this line tells the port. */
const readyLine = /^Ready on (http:\/\/\S+)/m;

export interface LocalHostOptions {
  /** The folder of a built app, and the file in it that starts its host; by default this repository. */
  app?: { folder: string; hostFile: string };
  /** Flags of `localhost start`, e.g. `['--port', '0', '--data', folder]`. */
  flags: string[];
  /** Receives everything that the host prints. */
  output(text: string, stream: 'stdout' | 'stderr'): void;
  /** Shields the host from signals that a terminal sends to the whole process group, so that it gets them once, from here. */
  ownProcessGroup?: boolean;
  /** Added to this process's environment. */
  environment?: Record<string, string>;
}

export interface LocalHost {
  /** e.g. `http://localhost:7071`. */
  origin: string;
  pid: number;
  /** Resolves with the exit code when the process ends; 1 when a signal ended it. */
  ended: Promise<number>;
  signal(name: NodeJS.Signals): void;
  /** Sends Ctrl-C unless one was sent, and returns the exit code once the process has ended. */
  stop(): Promise<number>;
}

/** The host ended before it served the app; the reason is in its output. */
export class HostDidNotStart extends Error {
  override readonly name = 'HostDidNotStart';

  constructor(readonly exitCode: number) {
    super(`the local host exited with code ${exitCode} before it was ready`);
  }
}

export interface StartingHost {
  /** Resolves when the app answers `GET /api/health` with 200. @throws HostDidNotStart. */
  started: Promise<LocalHost>;
  /** Sends Ctrl-C: the first lets the host drain, the second ends it at once without stopping its emulators. */
  interrupt(): void;
  /** Sends Ctrl-C unless one was sent, and returns the exit code once the process has ended. */
  stop(): Promise<number>;
}

/** Spawns the built local host in the app's folder. */
export function startLocalHost(options: LocalHostOptions): StartingHost {
  const { folder, hostFile } = options.app ?? { folder: repositoryRoot(), hostFile: 'dist/localhost/index.js' };
  const env = { ...process.env, ...options.environment };
  const flags = [...options.flags, ...frontEndFlags(options.flags, env, folder)];
  const child = spawn(process.execPath, [join(folder, hostFile), 'start', ...flags], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.ownProcessGroup ?? false,
    env,
  });
  const ended = exitCode(child);
  const origin = printedOrigin(child, options.output);
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    signal('SIGINT');
  };
  const stop = () => {
    if (!interrupted) interrupt();
    const timeout = setTimeout(interrupt, STOP_TIMEOUT_MS);
    return ended.finally(() => clearTimeout(timeout));
  };
  const stopOnExit = () => signal('SIGTERM');
  process.once('exit', stopOnExit);
  void ended.then(() => process.off('exit', stopOnExit));
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  const ready = async (): Promise<LocalHost> => {
    const host = { origin: await origin, pid: child.pid ?? 0, ended, signal, stop };
    await healthy(host.origin, isGone);
    return host;
  };
  const failed = ended.then((code) => Promise.reject(new HostDidNotStart(code)));
  return { started: Promise.race([ready(), failed]), interrupt, stop };
}

async function exitCode(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

function printedOrigin(child: ChildProcess, output: LocalHostOptions['output']): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output(chunk, 'stdout');
      if (text.length < 100_000) text += chunk;
      const found = readyLine.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => output(chunk, 'stderr'));
  });
}

async function healthy(origin: string, isGone: () => boolean): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let last = 'no answer';
  while (!isGone() && Date.now() < deadline) {
    last = await fetch(`${origin}/api/health`).then(
      (response) => (response.ok ? '' : `status ${response.status}`),
      (error: Error) => error.message,
    );
    if (last === '') return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${origin}/api/health was not healthy within ${READY_TIMEOUT_MS / 1000} s: ${last}`);
}
