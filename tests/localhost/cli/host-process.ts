// Runs the built command `localhost start` in a separate process, on free ports, with a temporary data folder.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(__dirname, '../../..');
export const builtCommand = process.env.LOCALHOST_CLI ?? join(repository, 'dist/localhost/index.js');
const readyLimitMs = 30_000;
const showLimitMs = 10_000;
const pollMs = 20;

export interface HostProcess {
  origin: string;
  pid: number;
  /** Everything on standard output so far. */
  output(): string;
  errors(): string;
  /** Waits until standard output shows the text. @throws after 10 s */
  shows(text: string | RegExp): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** The exit code; null when a signal ended the process. */
  ended: Promise<number | null>;
  /** Sends Ctrl-C; returns the exit code. */
  stop(): Promise<number | null>;
}

export interface HostProcessOptions {
  app: string;
  flags?: string[];
  environment?: Record<string, string>;
  /** The host's index.js; default: the built one. */
  command?: string;
  /** Called with all error output so far, each time there is more before the host is ready. */
  onErrors?: (errors: string) => void;
}

/** A folder under the system's temporary folder, removed by `removeFolders`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'localhost-test-'));
  folders.push(folder);
  return folder;
}

/** The fixture app of that name. */
export function fixture(name: string): string {
  return join(repository, 'tests/localhost/fixtures', name);
}

/** Creates an app from files by path, with default host.json and package.json and the repository's packages. */
export function makeApp(files: Record<string, string>): string {
  const folder = temporaryFolder();
  const all = { 'package.json': '{"main":"src/*.js"}', 'host.json': '{"version":"2.0"}', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Starts the host and waits until it is ready. Creates a data folder unless a flag names one. */
export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const child = spawnHost(options);
  const { output, errors } = gather(child);
  const ended = exitCode(child);
  const origin = await new Promise<string>((resolveOrigin, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`${why}\n${output()}${errors()}`));
    };
    const timer = setTimeout(fail, readyLimitMs, 'The host is not ready in time.');
    child.stderr?.on('data', () => options.onErrors?.(errors()));
    child.stdout?.on('data', () => {
      const found = /^Ready on (http:\/\/localhost:\d+)/m.exec(output())?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolveOrigin(found);
    });
    ended.then((code) => fail(`The host ended with code ${code}.`), reject);
  });
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  const stop = () => {
    signal('SIGINT');
    return ended;
  };
  const shows = (text: string | RegExp) => waitFor(output, text);
  return { origin, pid: child.pid ?? 0, output, errors, shows, signal, ended, stop };
}

/** Runs the host until it exits, for starts that fail. */
export async function runHostProcess(
  options: HostProcessOptions,
): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawnHost(options);
  const { output, errors } = gather(child);
  const code = await exitCode(child);
  return { code, output: output(), errors: errors() };
}

/** Stops processes that tests left running and removes their folders, for `afterEach` or `afterAll`. */
export async function cleanUp(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'close');
    child.kill('SIGINT');
    await ended;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

const children: ChildProcess[] = [];
const folders: string[] = [];

function spawnHost({ app, flags = [], environment, command = builtCommand }: HostProcessOptions): ChildProcess {
  const own = flags.includes('--data') ? [] : ['--data', temporaryFolder()];
  const port = flags.includes('--port') ? [] : ['--port', '0'];
  const child = spawn(process.execPath, [command, 'start', ...port, ...own, ...flags], {
    cwd: app,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

function gather(child: ChildProcess): { output(): string; errors(): string } {
  let [output, errors] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return { output: () => output, errors: () => errors };
}

async function waitFor(output: () => string, text: string | RegExp): Promise<void> {
  const found = () => (typeof text === 'string' ? output().includes(text) : text.test(output()));
  for (let waited = 0; !found(); waited += pollMs) {
    if (waited > showLimitMs) throw new Error(`The console does not show ${text}:\n${output()}`);
    await new Promise((next) => setTimeout(next, pollMs));
  }
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}
