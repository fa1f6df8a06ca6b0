// One run of the host under `localhost start --watch`: a process that watch-host starts, stops and replaces.

import { parseCommandLine } from './cli-options';
import { failStart, runHost } from './run-host';

/** `restart`: make place for the next run. `stop`: what Ctrl-C means. */
export type WatchOrder = 'restart' | 'stop';

/** The host is ready on this port. */
export interface WatchReport {
  port: number;
}

async function main(args: string[]): Promise<void> {
  const options = parseCommandLine(args);
  if (!options) return;
  const stop = () => process.emit('SIGINT', 'SIGINT');
  const replaced = new Promise<void>((resolve) => {
    process.on('message', (order: WatchOrder) => (order === 'restart' ? resolve() : stop()));
  });
  // Whoever watches has died: nobody else would stop this process.
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
