// `npm run bench:host [-- --quick]` measures the local host against its bounds and, if FUNC names the executable of Azure
// Functions Core Tools, next to that host with the same app. Exit code 1 when a bound is missed.

import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { developmentStorage, prepareAzurite } from '../../localhost/emulators/azurite';
import { repositoryRoot } from '../../scripts/repository-root';
import { runMain } from '../run-main';
import { type HostCommand, stopHosts } from './host-under-test';
import { measure, type Sizes } from './measure';
import { type HostFigures, jsonLine, missedBounds, table } from './report';

const full: Sizes = {
  rounds: 3,
  chains: 200,
  chainsOneByOne: 50,
  httpSeconds: 4,
  settleSeconds: 5,
  idleSeconds: 20,
};
const quick: Sizes = {
  rounds: 2,
  chains: 200,
  chainsOneByOne: 20,
  httpSeconds: 2,
  settleSeconds: 2,
  idleSeconds: 5,
};

/** `--azurite-port` has an effect only when the local host starts its own emulator. */
const localHost: HostCommand = {
  name: 'localhost',
  program: process.execPath,
  startArguments: (port, folder) => {
    const command = process.env.LOCALHOST_CLI ?? join(__dirname, '../../localhost/index.js');
    return [command, 'start', '--port', String(port), '--data', join(folder, 'data'), '--azurite-port', '0'];
  },
};

function genuine(program: string): HostCommand {
  return { name: 'func', program, startArguments: (port) => ['start', '--port', String(port)] };
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean' } } });
  const sizes = values.quick ? quick : full;
  const folder = mkdtempSync(join(tmpdir(), 'bench-host-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  const app = makeApp(folder);
  const azurite = await prepareAzurite({ dataFolder: join(folder, 'emulator'), appFolder: app, port: 0 });
  stopOnSignals(() => stopHosts().then(azurite.stop));
  try {
    await azurite.ready();
    const { FUNC: func } = process.env;
    const hosts: HostFigures[] = [];
    for (const command of func ? [localHost, genuine(func)] : [localHost]) {
      const measured = await measure({
        command,
        sizes,
        app,
        folder,
        storage: azurite.connectionString,
        ...(command === localHost && { ownStorage: developmentStorage }),
        progress: (what) => process.stderr.write(`${command.name}: ${what}\n`),
      });
      hosts.push({ host: command.name, measured });
    }
    return report(hosts, sizes);
  } finally {
    await azurite.stop();
  }
}

function report(hosts: HostFigures[], { rounds }: Sizes): number {
  const missed = missedBounds(hosts[0]?.measured ?? {});
  process.stdout.write(
    `${table(hosts)}\n\nRates and times are the best of ${rounds} rounds, or of up to ${3 * rounds} while a bound is missed.\n`,
  );
  process.stdout.write(`${jsonLine(hosts, missed)}\n`);
  return missed.length === 0 ? 0 : 1;
}

/** Copies the app, so that a host can write next to it, and links the repository's packages. */
function makeApp(folder: string): string {
  const app = join(folder, 'app');
  const root = repositoryRoot();
  cpSync(join(root, 'bench/host/app'), app, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
  return app;
}

/** Hosts and emulator are in their own process groups, so a Ctrl-C has to be forwarded. */
function stopOnSignals(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  }
}

runMain(main);
