// Starts the Cosmos DB emulator for `--cosmos`. The emulator keeps all data in memory and loses it when it stops. It
// does not support the change feed, TTL or atomic batches of Cosmos DB.

import { join } from 'node:path';
import { developmentCosmos, parseCosmosConnection } from '../config/cosmos-connection';
import { StartupError } from '../core/startup-error';
import { findEmulator } from './emulator-package';
import { type EmulatorProcess, findEmulatorProcess, pause, startEmulatorProcess } from './emulator-process';
import { freePort, isTaken } from './free-ports';

const name = 'The Cosmos DB emulator';
const startLimitMs = 20_000;
const pollMs = 15;

/** The well-known key of every Cosmos DB emulator. */
const accountKey = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';
/** The port of Microsoft's own emulator. */
const microsoftPort = '8081';

export interface CosmosEmulator {
  endpoint: string;
  connectionString: string;
  /** Resolves when the emulator responds. @throws StartupError when it cannot be started. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface CosmosEmulatorOptions {
  dataFolder: string;
  /** Where to look for the emulator's package first. */
  appFolder: string;
  /** Default and 0: any free port. */
  port?: number;
}

/** Does a setting with this value point to an emulator: `UseDevelopmentCosmos=true`, or port 8081 on this machine? */
export function pointsToCosmosEmulator(value: string): boolean {
  if (value.trim() === developmentCosmos) return true;
  if (!/AccountEndpoint=/i.test(value)) return false;
  try {
    const { hostname, port } = new URL(parseCosmosConnection(value).endpoint);
    return ['localhost', '127.0.0.1'].includes(hostname) && port === microsoftPort;
  } catch {
    // Not a Cosmos DB connection string. The code that uses the setting reports that.
    return false;
  }
}

/**
 * Starts the emulator without waiting for it, unless an earlier run of the host left it running. Its port is known at
 * once.
 */
export async function prepareCosmosEmulator(options: CosmosEmulatorOptions): Promise<CosmosEmulator> {
  const recordFile = join(options.dataFolder, 'cosmos.json');
  const existing = findEmulatorProcess<{ cosmos: number }>(name, recordFile);
  if (existing) {
    if ((options.port || existing.ports.cosmos) === existing.ports.cosmos) return describe(existing);
    await existing.stop();
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
        if (waited > startLimitMs) throw new StartupError(`${name} does not respond on ${endpoint}.`);
        await pause(pollMs);
      }
    },
    stop: emulator.stop,
  };
}
