// `--watch`: runs the host in a child process and replaces that process when the app's files change. Data folder, port
// and emulators stay the same. After a failed start, the next change starts it again.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CommandLine } from './cli-options';
import { onStopSignals } from './stop-signals';
import { type WatchedFiles, watchFiles } from './watched-files';
import type { WatchCommand, WatchReport } from './watched-host';

/**
 * @param args the command line, passed on to each run.
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
    say(`The host exited with code ${code}. It restarts when a file changes.`);
    const changed = await Promise.race([files.changed(), interruption]);
    if (changed === undefined) return code;
    say(`${changed} has changed.`);
  }
}

interface Run {
  /** The host's port; undefined until it is ready. */
  port(): number | undefined;
  replace(): void;
  /** @param times how often the user has asked to stop. */
  stop(times: number): void;
  /** The exit code; 1 when a signal ended the process. */
  ended: Promise<number>;
}

async function endOfRun(run: Run, files: WatchedFiles): Promise<{ code: number; replaced: boolean }> {
  const first = await Promise.race([run.ended, files.changed()]);
  if (typeof first === 'number') return { code: first, replaced: false };
  say(`${first} has changed: the host restarts.`);
  run.replace();
  return { code: await run.ended, replaced: true };
}

/**
 * Starts the child in its own process group, so that Ctrl-C reaches it once, from this process, and not from the terminal.
 * @param lastPort the port of the previous run, to use again.
 */
function startRun(args: string[], lastPort: number | undefined): Run {
  const own = args.filter((arg) => arg !== '--watch');
  const port = lastPort === undefined ? [] : ['--port', String(lastPort)];
  const child = spawn(process.execPath, [...process.execArgv, join(__dirname, 'watched-host.js'), ...own, ...port], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  let reported = lastPort;
  child.on('message', (report: WatchReport) => {
    reported = report.port;
  });
  // A process that has exited is no longer connected.
  const send = (command: WatchCommand) => void (child.connected && child.send(command, () => undefined));
  return {
    port: () => reported,
    replace: () => send('restart'),
    stop: (times) => (times > 2 ? void child.kill('SIGKILL') : send('stop')),
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
