// Azurite, the storage emulator: found when it already runs, started when not, and stopped so that nothing is lost.
// It runs in a process and group of its own: Ctrl-C must not end it while the host still drains.

import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAzurite } from './azurite-package';
import { type AzuritePorts, answersAsAzurite, freePorts, isTaken, portList, portsFrom } from './azurite-ports';
import { isRunning, noteProcess, type ProcessNote } from './processes';
import { StartupError } from './startup-error';

export const developmentStorage = 'UseDevelopmentStorage=true';
const defaultPorts: AzuritePorts = { blob: 10_000, queue: 10_001, table: 10_002 };
const startLimitMs = 20_000;
/** It was found running: all of its services should answer. */
const foreignLimitMs = 3000;
const stopLimitMs = 15_000;
const pollMs = 15;

/** The public account and key that every Azurite has. */
const accountName = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  ports: AzuritePorts;
  connectionString: string;
  /** `UseDevelopmentStorage=true` would mean another one. */
  needsConnectionString: boolean;
  /** Found running, and not started by this host or an earlier run of it: it is never stopped. */
  foreign: boolean;
  /** Resolves when blobs, queues and tables answer. @throws StartupError when it cannot be started. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface AzuriteOptions {
  dataFolder: string;
  /** Its package is looked for here first. */
  appFolder: string;
  /** The first of three ports in a row; 0 = any free ones. */
  port?: number;
}

interface Record extends ProcessNote {
  ports: AzuritePorts;
}

/** Settles which Azurite will serve and, when none runs, begins to start one; the ports are known at once. */
export async function prepareAzurite(options: AzuriteOptions): Promise<Azurite> {
  const recordFile = join(options.dataFolder, 'azurite.json');
  const survivor = readRecord(recordFile);
  if (survivor && isRunning(survivor)) {
    const wanted = options.port || survivor.ports.blob;
    if (wanted === survivor.ports.blob) return describe(survivor.ports, own(recordFile, survivor));
    await own(recordFile, survivor).stop();
  }
  const ports = options.port === 0 ? await freePorts() : portsFrom(options.port ?? defaultPorts.blob);
  if (await isTaken(ports.blob)) return describe(ports, await foreign(ports));
  return describe(ports, own(recordFile, start(options, ports, recordFile)));
}

interface Handle {
  foreign: boolean;
  isRunning(): boolean;
  failure(): string;
  stop(): Promise<void>;
}

function describe(ports: AzuritePorts, handle: Handle): Azurite {
  const endpoint = (service: string, port: number) => `${service}Endpoint=http://127.0.0.1:${port}/${accountName};`;
  return {
    ports,
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${accountKey};` +
      endpoint('Blob', ports.blob) +
      endpoint('Queue', ports.queue) +
      endpoint('Table', ports.table),
    needsConnectionString: portList(ports).some((port, index) => port !== portList(defaultPorts)[index]),
    foreign: handle.foreign,
    ready: () => untilReady(ports, handle),
    stop: handle.stop,
  };
}

async function foreign(ports: AzuritePorts): Promise<Handle> {
  if (!(await answersAsAzurite(ports.blob))) {
    throw new StartupError(
      `Port ${ports.blob} is taken by something that is not Azurite. Choose others with --azurite-port.`,
    );
  }
  return { foreign: true, isRunning: () => true, failure: () => '', stop: async () => undefined };
}

function own(recordFile: string, record: Record): Handle {
  return {
    foreign: false,
    isRunning: () => isRunning(record),
    failure: () => lastLine(logFile(recordFile)),
    async stop() {
      if (isRunning(record)) process.kill(record.pid, 'SIGTERM');
      for (let waited = 0; isRunning(record) && waited < stopLimitMs; waited += pollMs) await pause(pollMs);
      if (isRunning(record)) throw new Error(`Azurite (process ${record.pid}) does not stop.`);
      rmSync(recordFile, { force: true });
    },
  };
}

function start(options: AzuriteOptions, ports: AzuritePorts, recordFile: string): Record {
  const location = join(options.dataFolder, 'azurite');
  mkdirSync(location, { recursive: true });
  const log = openSync(logFile(recordFile), 'w');
  const flags = ['--silent', '--skipApiVersionCheck', '--disableTelemetry', '--location', location];
  for (const [service, port] of Object.entries(ports)) flags.push(`--${service}Port`, String(port));
  const child = spawn(process.execPath, [findAzurite(options.appFolder), ...flags], {
    detached: true,
    stdio: ['ignore', log, log],
    env: azuriteEnvironment(),
  });
  child.unref();
  if (child.pid === undefined) throw new StartupError(`Cannot start Azurite with ${process.execPath}.`);
  const record = { ...noteProcess(child.pid), ports };
  writeFileSync(recordFile, `${JSON.stringify(record)}\n`);
  return record;
}

/** NODE_OPTIONS stays out: a debugger is meant for the app. */
function azuriteEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  return environment;
}

async function untilReady(ports: AzuritePorts, handle: Handle): Promise<void> {
  for (const port of portList(ports)) {
    for (let waited = 0; !(await answersAsAzurite(port)); waited += pollMs) {
      if (!handle.isRunning()) throw new StartupError(`Azurite could not start: ${handle.failure()}`);
      if (waited > (handle.foreign ? foreignLimitMs : startLimitMs)) {
        throw new StartupError(`Azurite does not answer on port ${port}.`);
      }
      await pause(pollMs);
    }
  }
}

function readRecord(path: string): Record | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // None was started here, or the note was torn by a crash: then it is found by its ports.
    return undefined;
  }
}

function logFile(recordFile: string): string {
  return recordFile.replace(/\.json$/, '.log');
}

function lastLine(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
