// Runs all measurements of one host in sequence. A figure is the best of several rounds, with extra rounds while a bound is
// missed, because other work on the machine can only make a host look slower than it is.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeCompletions } from './completions';
import { runChains, runFanOut, sendSignals, type Target } from './durable-load';
import { type FigureId, type Figures, isRate, missesBound } from './figures';
import { freePort } from './free-port';
import { type HostCommand, type RunningHost, startHost } from './host-under-test';
import { makeHttpClient, pause } from './http-client';
import { httpLoad } from './http-load';
import { cpuSeconds, residentMb } from './process-figures';

export interface Sizes {
  rounds: number;
  chains: number;
  chainsOneByOne: number;
  httpSeconds: number;
  settleSeconds: number;
  idleSeconds: number;
}

export interface MeasureOptions {
  command: HostCommand;
  sizes: Sizes;
  app: string;
  /** For the data of all starts. */
  folder: string;
  /** Value of AzureWebJobsStorage for an emulator that is already running. */
  storage: string;
  /** Value of AzureWebJobsStorage that makes the host start its own emulator, if it can. */
  ownStorage?: string;
  progress(what: string): void;
}

const inFlight = 64;
const connections = 16;

/** Stops the host in any case. @throws when the host does not start or returns a wrong result. */
export async function measure(options: MeasureOptions): Promise<Figures> {
  const { sizes, progress } = options;
  const starts: number[] = [];
  const measured: Figures = {};
  if (options.ownStorage !== undefined) {
    progress('a cold start');
    const cold = await start(options, options.ownStorage);
    measured.coldStartMs = cold.startMs;
    await cold.stop();
  }
  progress('starts');
  for (let i = 1; i < sizes.rounds; i++) {
    const one = await start(options, options.storage);
    starts.push(one.startMs);
    await one.stop();
  }
  const host = await start(options, options.storage);
  try {
    const startMs = Math.min(...starts, host.startMs);
    return { ...measured, startMs, ...(await measureWork(host, options)) };
  } finally {
    await host.stop();
  }
}

let started = 0;

async function start({ command, app, folder }: MeasureOptions, storage: string): Promise<RunningHost> {
  const own = join(folder, `${command.name}-${++started}`);
  mkdirSync(own);
  return startHost({ command, app, folder: own, port: await freePort(), storage });
}

async function measureWork(host: RunningHost, { sizes, progress }: MeasureOptions): Promise<Figures> {
  const [client, listener] = [makeHttpClient(inFlight), makeHttpClient(1)];
  const target: Target = { origin: host.origin, client, completions: makeCompletions(listener, host.origin) };
  const best = (id: FigureId, run: () => Promise<number>) => bestOf(sizes.rounds, id, run);
  let entities = 0;
  const signals = (count: number) => sendSignals(target, count, `e${++entities}`);
  progress('chains');
  const chainP50Ms = await best('chainP50Ms', async () => (await runChains(target, sizes.chainsOneByOne, 1)).p50Ms);
  const chainsPerSecond = await best(
    'chainsPerSecond',
    async () => (await runChains(target, sizes.chains, inFlight)).perSecond,
  );
  progress('fan-out');
  const fanOutPerSecond = await best('fanOutPerSecond', () => runFanOut(target, 1000));
  progress('signals');
  const signals500Ms = await best('signals500Ms', () => signals(500));
  const signals2000Ms = await best('signals2000Ms', () => signals(2000));
  progress('queue messages');
  const queue200Ms = await best('queue200Ms', () => passMessages(target, 200));
  progress('HTTP');
  const httpPerSecond = await best('httpPerSecond', () =>
    httpLoad(`${host.origin}/api/empty`, connections, sizes.httpSeconds),
  );
  const rssMb = residentMb(host.pid);
  client.close();
  listener.close();
  progress('idle');
  const idleCpuPercent = await idleCpu(host.pid, sizes);
  return {
    chainsPerSecond,
    chainActivitiesPerSecond: 5 * chainsPerSecond,
    chainP50Ms,
    fanOutPerSecond,
    signals500Ms,
    signals2000Ms,
    queue200Ms,
    httpPerSecond,
    ...(rssMb !== undefined && { rssMb }),
    ...(idleCpuPercent !== undefined && { idleCpuPercent }),
  };
}

/** @returns ms from the request that sends the messages to the last message received. */
async function passMessages({ origin, client, completions }: Target, count: number): Promise<number> {
  const before = await completions.count('receive');
  const began = performance.now();
  const sent = client.post(`${origin}/api/send/${count}`, null);
  await completions.reach('receive', before + count);
  const ms = performance.now() - began;
  const { status } = await sent;
  if (status !== 202) throw new Error(`The request for ${count} messages returned ${status}.`);
  return ms;
}

/** Waits first until work in progress has ended. */
async function idleCpu(pid: number, { settleSeconds, idleSeconds }: Sizes): Promise<number | undefined> {
  await pause(1000 * settleSeconds);
  const [began, before] = [performance.now(), cpuSeconds(pid)];
  await pause(1000 * idleSeconds);
  const after = cpuSeconds(pid);
  if (before === undefined || after === undefined) return undefined;
  return (100_000 * (after - before)) / (performance.now() - began);
}

/** The best of `rounds` rounds, or of up to three times as many while the bound is missed. */
async function bestOf(rounds: number, id: FigureId, run: () => Promise<number>): Promise<number> {
  const choose = isRate(id) ? Math.max : Math.min;
  let best = await run();
  for (let round = 2; round <= rounds || (round <= 3 * rounds && missesBound(id, best)); round++) {
    best = choose(best, await run());
  }
  return best;
}
