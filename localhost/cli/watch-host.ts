// `--watch`: the host runs in a process of its own, which is replaced when the app's files change. Data folder, port and
// emulators stay; a start that fails waits for the next change.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CommandLine } from './cli-options';
import { onStopSignals } from './stop-signals';
import { type WatchedFiles, watchFiles } from './watched-files';
import type { WatchOrder, WatchReport } from './watched-host';

/**
 * @param args the command line, for each run.
 * @returns the exit code of the last run, after Ctrl-C.
 */
export async function watchHost(args: string[], options: CommandLine): Promise<number> {
  const files = watchFiles(options.scriptRoot, options.settingsFile);
  let run: Run | undefined;
  let interrupted = false;
  const interruption = new Promise<void>((resolve) => {
    onStopSignals((times) => {
      interrupted = true;
      run?.stop(times);
      resolve();
    });
  });
  say(`Watching ${files.described}.`);
  for (;;) {
    run = startRun(args, run?.port());
    const { code, replaced } = await endOfRun(run, files);
    if (interrupted || (code === 0 && !replaced)) return code;
    if (code === 0) continue;
    say(`The host has ended with code ${code}. It starts again when a file changes.`);
    const changed = await Promise.race([files.changed(), interruption]);
    if (changed === undefined) return code;
    say(`${changed} has changed.`);
  }
}

interface Run {
  /** Of the host, once it is ready. */
  port(): number | undefined;
  replace(): void;
  /** @param times how often the user has asked. */
  stop(times: number): void;
  /** The exit code; 1 when a signal ended it. */
  ended: Promise<number>;
}

/** Waits until the run has ended, by itself or because a file has changed. */
async function endOfRun(run: Run, files: WatchedFiles): Promise<{ code: number; replaced: boolean }> {
  const first = await Promise.race([run.ended, files.changed()]);
  if (typeof first === 'number') return { code: first, replaced: false };
  say(`${first} has changed: the host restarts.`);
  run.replace();
  return { code: await run.ended, replaced: true };
}

/** In a group of its own: a Ctrl-C of the terminal reaches it once, through us. @param before the port of the run before. */
function startRun(args: string[], before: number | undefined): Run {
  const own = args.filter((arg) => arg !== '--watch');
  const port = before === undefined ? [] : ['--port', String(before)];
  const child = spawn(process.execPath, [...process.execArgv, join(__dirname, 'watched-host.js'), ...own, ...port], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  let found = before;
  child.on('message', (report: WatchReport) => {
    found = report.port;
  });
  // One that has ended takes no orders.
  const order = (what: WatchOrder) => void (child.connected && child.send(what, () => undefined));
  return {
    port: () => found,
    replace: () => order('restart'),
    stop: (times) => (times > 2 ? void child.kill('SIGKILL') : order('stop')),
    ended: exitCode(child),
  };
}

async function exitCode(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function say(line: string): void {
  process.stdout.write(`[watch] ${line}\n`);
}
