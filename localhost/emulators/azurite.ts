// Finds a running Azurite (the storage emulator) or starts one, and stops it so that it keeps its data.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../core/startup-error';
import { type AzuriteClock, type AzuriteClockOptions, azuriteClockStart, followAzuriteClock } from './azurite-clock';
import { accountsOf, ownerOf } from './azurite-owner';
import { type AzuritePorts, answersAsAzurite, freePorts, portList, portsFrom } from './azurite-ports';
import { findEmulator } from './emulator-package';
import { type EmulatorProcess, findEmulatorProcess, pause, startEmulatorProcess } from './emulator-process';
import { isTaken } from './free-ports';

export const developmentStorage = 'UseDevelopmentStorage=true';
const defaultPorts: AzuritePorts = { blob: 10_000, queue: 10_001, table: 10_002 };
const startLimitMs = 20_000;
/** An Azurite that already runs should respond on all of its ports soon. */
const externalLimitMs = 3000;
const pollMs = 15;

/** The well-known account and key of every Azurite. */
const accountName = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  ports: AzuritePorts;
  connectionString: string;
  /** True when it does not use the default ports, which `UseDevelopmentStorage=true` stands for. */
  needsConnectionString: boolean;
  /** Not started by this host or an earlier run of it, so this host never stops it. */
  external: boolean;
  /** Why it is not the one on the default ports, or whose it is; absent when there is nothing to say. */
  notice?: string;
  /** With the option `clock`. */
  clock?: AzuriteClock;
  /** Resolves when blobs, queues and tables respond. @throws StartupError when it cannot be started. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface AzuriteOptions {
  dataFolder: string;
  /** Where to look for the emulator's package first. */
  appFolder: string;
  /** The first of three consecutive ports; 0 = any free ports. */
  port?: number;
  /** With `--clock`: an Azurite that this host starts itself, whose clock it sets. */
  clock?: AzuriteClockOptions;
}

/**
 * Chooses a running Azurite, or starts one without waiting for it. The ports are known at once. The Azurite of another data folder
 * is never used: two hosts on one account would take each other's messages.
 * @throws StartupError when the ports that were asked for belong to something else.
 */
export async function prepareAzurite(options: AzuriteOptions): Promise<Azurite> {
  const recordFile = join(options.dataFolder, 'azurite.json');
  const existing = findEmulatorProcess<AzuritePorts>('Azurite', recordFile);
  if (existing) {
    const wanted = options.port || existing.ports.blob;
    if (wanted === existing.ports.blob && !options.clock) return describe(existing, false);
    await existing.stop();
  }
  const ports = options.port === 0 ? await freePorts() : portsFrom(options.port ?? defaultPorts.blob);
  if (!(await isTaken(ports.blob))) return start(options, ports, recordFile);
  if (options.clock) throw new StartupError(clockNeedsOwn(ports));
  const running = await externalAzurite(ports);
  const owner = await ownerOf(ports.blob, options.dataFolder);
  if (owner !== 'anotherFolder') {
    const notice = `Using the Azurite that already runs on port ${ports.blob}.`;
    return { ...describe(running, true), notice };
  }
  const whose = `Port ${ports.blob} belongs to the Azurite of a local host with another data folder`;
  if (options.port !== undefined) {
    throw new StartupError(`${whose}. Choose other ports with --azurite-port (0 = any free ones), or leave it out.`);
  }
  const own = await freePorts();
  const notice = `${whose}, so this one listens on ${portList(own).join(', ')}.`;
  return { ...start(options, own, recordFile), notice };
}

function describe(azurite: EmulatorProcess<AzuritePorts>, external: boolean): Azurite {
  const { ports } = azurite;
  const endpoint = (service: string, port: number) => `${service}Endpoint=http://127.0.0.1:${port}/${accountName};`;
  return {
    ports,
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${accountKey};` +
      endpoint('Blob', ports.blob) +
      endpoint('Queue', ports.queue) +
      endpoint('Table', ports.table),
    needsConnectionString: portList(ports).some((port, index) => port !== portList(defaultPorts)[index]),
    external,
    ready: () => untilReady(azurite, external ? externalLimitMs : startLimitMs),
    stop: azurite.stop,
  };
}

async function externalAzurite(ports: AzuritePorts): Promise<EmulatorProcess<AzuritePorts>> {
  if (!(await answersAsAzurite(ports.blob))) {
    throw new StartupError(
      `Port ${ports.blob} is taken by something that is not Azurite. Choose others with --azurite-port.`,
    );
  }
  return { ports, isRunning: () => true, failure: () => '', stop: async () => undefined };
}

function clockNeedsOwn({ blob }: AzuritePorts): string {
  return `Port ${blob} is taken, and with --clock the host starts a storage emulator of its own, to set its clock. Choose other ports with --azurite-port (0 = any free ones).`;
}

function start(options: AzuriteOptions, ports: AzuritePorts, recordFile: string): Azurite {
  const location = join(options.dataFolder, 'azurite');
  mkdirSync(location, { recursive: true });
  const flags = ['--silent', '--skipApiVersionCheck', '--disableTelemetry', '--location', location];
  for (const [service, port] of Object.entries(ports)) flags.push(`--${service}Port`, String(port));
  const script = findEmulator('azurite', 'azurite', `The app uses ${developmentStorage}`, options.appFolder);
  const accounts = accountsOf(options.dataFolder, process.env.AZURITE_ACCOUNTS ?? `${accountName}:${accountKey}`);
  const { environment, ...clockStart } = {
    environment: {},
    ...(options.clock && azuriteClockStart(options.clock, ports.queue)),
  };
  const started = startEmulatorProcess({
    name: 'Azurite',
    recordFile,
    script,
    flags,
    ports,
    environment: { AZURITE_ACCOUNTS: accounts, ...environment },
    ...clockStart,
  });
  const clock = options.clock && followAzuriteClock(started.child, options.clock.changed);
  return { ...describe(started, false), ...(clock && { clock }) };
}

async function untilReady(azurite: EmulatorProcess<AzuritePorts>, limitMs: number): Promise<void> {
  for (const port of portList(azurite.ports)) {
    for (let waited = 0; !(await answersAsAzurite(port)); waited += pollMs) {
      if (!azurite.isRunning()) throw new StartupError(`Azurite could not start: ${azurite.failure()}`);
      if (waited > limitMs) throw new StartupError(`Azurite does not respond on port ${port}.`);
      await pause(pollMs);
    }
  }
}
