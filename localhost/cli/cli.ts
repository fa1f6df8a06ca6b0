// The command `localhost start`: checks the Node version and the flags, then runs the host once or under --watch.

import { parseCommandLine, usage } from './cli-options';
import { checkNodeVersion } from './node-version';
import { failStart, runHost } from './run-host';
import { watchHost } from './watch-host';

async function main(args: string[]): Promise<void> {
  checkNodeVersion(process.versions.node);
  const options = parseCommandLine(args);
  if (!options) process.stdout.write(usage);
  else if (options.watch) process.exit(await watchHost(args, options));
  else await runHost(options);
}

main(process.argv.slice(2)).catch((error: Error) => failStart(error, process.argv.includes('--verbose')));
