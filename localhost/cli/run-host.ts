// Runs the host in this process until Ctrl-C. The first Ctrl-C drains running invocations; a second one exits at once.

import { startHost } from '../app/host';
import type { RunningHost } from '../config/host-options';
import { StartupError } from '../core/startup-error';
import type { CommandLine } from './cli-options';
import { openInspector } from './inspector';
import { limitHeapGrowth } from './limit-heap-growth';
import { onStopSignals } from './stop-signals';

export interface RunControl {
  /** Resolves when another run will follow immediately: the emulators keep running for it. */
  replaced: Promise<void>;
  ready(host: RunningHost): void;
}

const noControl: RunControl = { replaced: new Promise(() => undefined), ready: () => undefined };

/** Exits the process when the host has stopped. @throws StartupError for a user's mistake, such as a bad setting. */
export async function runHost(
  { inspectPort, watch: _watch, ...options }: CommandLine,
  control: RunControl = noControl,
): Promise<never> {
  if (inspectPort !== undefined) openInspector(inspectPort);
  let stopping = false;
  const stopRequested = new Promise<void>((resolve) => {
    onStopSignals(() => {
      if (stopping) process.exit(1);
      stopping = true;
      resolve();
    });
  });
  const starting = startHost({ ...options, colours: process.stdout.isTTY === true });
  process.on('uncaughtException', (error) => {
    stopping = true;
    onCrash(error, starting);
  });
  const host = await starting;
  limitHeapGrowth();
  control.ready(host);
  await Promise.race([stopRequested, control.replaced]);
  await host.stop({ keepEmulators: () => !stopping });
  // The server that @azure/functions opens for HTTP streaming would keep the process alive.
  process.exit(0);
}

/** Prints why the host could not start, and exits with code 1. @param verbose adds the stack trace of the cause. */
export function failStart(error: Error, verbose: boolean): never {
  if (error instanceof StartupError) {
    const cause = verbose && error.cause instanceof Error ? `\n${error.cause.stack}` : '';
    process.stderr.write(`${error.message}${cause}\n`);
  } else {
    process.stderr.write(`${error.stack ?? error}\n`);
  }
  process.exit(1);
}

/** The app threw outside any invocation. The process state is now unknown, so it stops, as the Node worker does. */
function onCrash(error: unknown, starting: Promise<RunningHost>): void {
  process.stderr.write(`Worker uncaught exception: ${error instanceof Error ? error.stack : error}\n`);
  void starting.then((host) => host.stop()).finally(() => process.exit(1));
}
