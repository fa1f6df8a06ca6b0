#!/usr/bin/env node
// The command `localhost start`: runs until Ctrl-C, which drains; a second one stops at once.

import { parseCommandLine, usage } from './cli-options';
import { startHost } from './host';
import type { RunningHost } from './host-options';
import { checkNodeVersion } from './node-version';
import { StartupError } from './startup-error';

async function main(args: string[]): Promise<void> {
  checkNodeVersion(process.versions.node);
  const options = parseCommandLine(args);
  if (!options) {
    process.stdout.write(usage);
    return;
  }
  const stopAsked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal(resolve));
  });
  const starting = startHost({ ...options, colours: process.stdout.isTTY === true });
  process.on('uncaughtException', (error) => onCrash(error, starting));
  const host = await starting;
  await stopAsked;
  await host.stop();
  // The library's own server for HTTP streaming would keep the process alive.
  process.exit(0);
}

/** Code of the app threw outside of any invocation: as in the Node worker, the process cannot be trusted any more. */
function onCrash(error: unknown, starting: Promise<RunningHost>): void {
  process.stderr.write(`Worker uncaught exception: ${error instanceof Error ? error.stack : error}\n`);
  stopping = true;
  void starting.then((host) => host.stop()).finally(() => process.exit(1));
}

let stopping = false;

function onSignal(stop: () => void): () => void {
  return () => {
    if (stopping) process.exit(1);
    stopping = true;
    stop();
  };
}

main(process.argv.slice(2)).catch((error: Error) => {
  const verbose = process.argv.includes('--verbose');
  if (error instanceof StartupError) {
    const cause = verbose && error.cause instanceof Error ? `\n${error.cause.stack}` : '';
    process.stderr.write(`${error.message}${cause}\n`);
  } else {
    process.stderr.write(`${error.stack ?? error}\n`);
  }
  process.exit(1);
});
