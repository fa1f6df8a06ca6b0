// The command `localhost`: checks the Node version and the flags, then runs the host once or under --watch, or replays.

import { parseCommandLine, usage } from './cli-options';
import { checkNodeVersion } from './node-version';
import { parseReplayOptions } from './replay-options';
import { failStart, runHost } from './run-host';
import { watchHost } from './watch-host';

async function main(args: string[]): Promise<void> {
  checkNodeVersion(process.versions.node);
  const [command, ...rest] = args;
  if (command === 'replay') {
    const { replay } = require('./replay') as typeof import('./replay');
    process.exit(await replay(parseReplayOptions(rest)));
  }
  const options = parseCommandLine(args);
  if (!options) process.stdout.write(usage);
  else if (options.watch) process.exit(await watchHost(args, options));
  else await runHost(options);
}

main(process.argv.slice(2)).catch((error: Error) => failStart(error, process.argv.includes('--verbose')));
