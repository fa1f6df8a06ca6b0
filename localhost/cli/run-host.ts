// One run of the host in this process: until Ctrl-C, which drains; a second one stops at once.

import { startHost } from '../app/host';
import type { RunningHost } from '../config/host-options';
import { StartupError } from '../core/startup-error';
import type { CommandLine } from './cli-options';
import { openInspector } from './inspector';
import { limitHeapGrowth } from './limit-heap-growth';
import { onStopSignals } from './stop-signals';

export interface Control {
  /** Resolves when another run is to follow at once: emulators go on for it. */
  replaced: Promise<void>;
  ready(host: RunningHost): void;
}

const nobody: Control = { replaced: new Promise(() => undefined), ready: () => undefined };

/** Ends the process when the host has stopped. @throws StartupError for mistakes of the user. */
export async function runHost(
  { inspectPort, watch: _watch, ...options }: CommandLine,
  control: Control = nobody,
): Promise<never> {
  if (inspectPort !== undefined) openInspector(inspectPort);
  let stopping = false;
  const stopAsked = new Promise<void>((resolve) => {
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
  await Promise.race([stopAsked, control.replaced]);
  await host.stop({ keepEmulators: () => !stopping });
  // The library's own server for HTTP streaming would keep the process alive.
  process.exit(0);
}

/** Shows why the host could not start and ends the process. @param verbose with the stack of its cause. */
export function failStart(error: Error, verbose: boolean): never {
  if (error instanceof StartupError) {
    const cause = verbose && error.cause instanceof Error ? `\n${error.cause.stack}` : '';
    process.stderr.write(`${error.message}${cause}\n`);
  } else {
    process.stderr.write(`${error.stack ?? error}\n`);
  }
  process.exit(1);
}

/** Code of the app threw outside of any invocation: as in the Node worker, the process cannot be trusted any more. */
function onCrash(error: unknown, starting: Promise<RunningHost>): void {
  process.stderr.write(`Worker uncaught exception: ${error instanceof Error ? error.stack : error}\n`);
  void starting.then((host) => host.stop()).finally(() => process.exit(1));
}
