// The child process of `localhost start --watch`: one run of the host, which watch-host starts, stops and replaces.

import { parseCommandLine } from './cli-options';
import { failStart, runHost } from './run-host';

/** `restart`: stop, but leave the emulators to the next run. `stop`: the same as Ctrl-C. */
export type WatchCommand = 'restart' | 'stop';

/** Sent once the host is ready on this port. */
export interface WatchReport {
  port: number;
}

async function main(args: string[]): Promise<void> {
  const options = parseCommandLine(args);
  if (!options) return;
  const stop = () => process.emit('SIGINT', 'SIGINT');
  const replaced = new Promise<void>((resolve) => {
    process.on('message', (command: WatchCommand) => (command === 'restart' ? resolve() : stop()));
  });
  // The watching process has died, and nothing else would stop this one.
  process.once('disconnect', stop);
  await runHost(options, {
    replaced,
    ready({ origin }) {
      const report: WatchReport = { port: Number(new URL(origin).port) };
      process.send?.(report);
    },
  });
}

main(process.argv.slice(2)).catch((error: Error) => failStart(error, process.argv.includes('--verbose')));
