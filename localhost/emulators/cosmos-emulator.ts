// The Cosmos DB emulator that `--cosmos` asks for. It keeps everything in memory: what was written is gone when it stops,
// and the change feed, TTL and atomic batches of Cosmos DB are not to be had from it.

import { join } from 'node:path';
import { developmentCosmos, parseCosmosConnection } from '../config/cosmos-connection';
import { StartupError } from '../core/startup-error';
import { findEmulator } from './emulator-package';
import { type EmulatorProcess, findEmulatorProcess, pause, startEmulatorProcess } from './emulator-process';
import { freePort, isTaken } from './free-ports';

const name = 'The Cosmos DB emulator';
const startLimitMs = 20_000;
const pollMs = 15;

/** The public key that every emulator of Cosmos DB has. */
const accountKey = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';
/** Where the genuine emulator listens. */
const genuinePort = '8081';

export interface CosmosEmulator {
  endpoint: string;
  connectionString: string;
  /** Resolves when it answers. @throws StartupError when it cannot be started. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface CosmosEmulatorOptions {
  dataFolder: string;
  /** Its package is looked for here first. */
  appFolder: string;
  /** Default and 0: any free one. */
  port?: number;
}

/** Does a setting of this value mean an emulator: `UseDevelopmentCosmos=true`, or port 8081 of this machine? */
export function pointsToCosmosEmulator(value: string): boolean {
  if (value.trim() === developmentCosmos) return true;
  if (!/AccountEndpoint=/i.test(value)) return false;
  try {
    const { hostname, port } = new URL(parseCosmosConnection(value).endpoint);
    return ['localhost', '127.0.0.1'].includes(hostname) && port === genuinePort;
  } catch {
    // No connection string of Cosmos DB: whoever uses it says so.
    return false;
  }
}

/** Begins to start the emulator, unless an earlier run of the host left it running; its port is known at once. */
export async function prepareCosmosEmulator(options: CosmosEmulatorOptions): Promise<CosmosEmulator> {
  const recordFile = join(options.dataFolder, 'cosmos.json');
  const survivor = findEmulatorProcess<{ cosmos: number }>(name, recordFile);
  if (survivor) {
    if ((options.port || survivor.ports.cosmos) === survivor.ports.cosmos) return describe(survivor);
    await survivor.stop();
  }
  const port = options.port || (await freePort());
  if (await isTaken(port)) throw new StartupError(`Port ${port} is taken. Choose another with --cosmos-port.`);
  const script = findEmulator('@vercel/cosmosdb-server', 'cosmosdb-server', '--cosmos is given', options.appFolder);
  const flags = ['--port', String(port), '--host', '127.0.0.1', '--no-ssl'];
  return describe(startEmulatorProcess({ name, recordFile, script, flags, ports: { cosmos: port } }));
}

function describe(emulator: EmulatorProcess<{ cosmos: number }>): CosmosEmulator {
  const endpoint = `http://127.0.0.1:${emulator.ports.cosmos}/`;
  return {
    endpoint,
    connectionString: `AccountEndpoint=${endpoint};AccountKey=${accountKey};`,
    async ready() {
      for (let waited = 0; !(await isTaken(emulator.ports.cosmos)); waited += pollMs) {
        if (!emulator.isRunning()) throw new StartupError(`${name} could not start: ${emulator.failure()}`);
        if (waited > startLimitMs) throw new StartupError(`${name} does not answer on ${endpoint}.`);
        await pause(pollMs);
      }
    },
    stop: emulator.stop,
  };
}
