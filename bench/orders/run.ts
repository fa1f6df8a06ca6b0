// `npm run bench:orders [-- --quick]` measures how many orders a second the shop ships on the local host, its response time,
// and the durable actions and storage operations of one order. Exit code 1 when a bound is missed.
//
// Azurite runs in memory, the carrier dispatches and delivers immediately, and each order has two lines in one parcel. An order
// counts once it is shipped; its delivery and mails continue in the background and slow down later orders.

import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmulator } from '../../scripts/count/emulator';
import { emulatorStorage } from '../../scripts/faults/emulator-storage';
import { startLocalHost } from '../../scripts/local-host';
import { makeShop } from '../../scripts/shop/shop-client';
import { cpuSeconds, residentMb } from '../host/process-figures';
import { runMain } from '../run-main';
import { countOrder, total } from './count-order';
import type { Figures } from './figures';
import { type Load, load, type Place, percentile } from './load';
import { costTable, jsonLine, missed, table } from './report';
import { watchShipped } from './shipped-watch';
import { fillShop } from './shop-stock';

const full = { 1: 30, 16: 320, 64: 480 };
const quick = { 1: 10, 16: 80, 64: 128 };
/** Until V8 has compiled the hot code. */
const warmUp = { inFlight: 32, count: 384 };
/** The fastest round counts, because other work on this machine can only slow a round down. */
const roundsOf64 = 3;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean' } } });
  const measured = await measure(values.quick ? quick : full);
  process.stderr.write('counting what one order costs\n');
  const { activities, entityOperations, storageOperations, sandboxOperations, others } = await countOrder();
  const figures: Figures = {
    ...measured,
    activities: total(activities),
    entityOperations: total(entityOperations),
    storageOperations: total(storageOperations),
    sandboxOperations: total(sandboxOperations),
  };
  const counted = { activity: activities, entityOperation: entityOperations, others };
  const operations = { storageOperation: storageOperations, sandboxOperation: sandboxOperations };
  console.log(costTable('Activities of an order of two lines', activities));
  console.log(costTable('Entity operations', entityOperations));
  console.log(costTable('Other durable actions', others));
  console.log(costTable('Storage operations beside the task hub', storageOperations));
  console.log(costTable("Storage operations of the sandbox's payment provider and carrier", sandboxOperations));
  console.log(`\n${table(figures)}\n`);
  console.log(jsonLine(figures, { ...counted, ...operations }));
  return missed(figures).length > 0 ? 1 : 0;
}

type Measured = Omit<Figures, 'activities' | 'entityOperations' | 'storageOperations' | 'sandboxOperations'>;

async function measure(sizes: Record<1 | 16 | 64, number>): Promise<Measured> {
  return onHost(async (place, pid) => {
    const loadOf = (inFlight: 1 | 16 | 64) => {
      process.stderr.write(`${sizes[inFlight]} orders, ${inFlight} in flight\n`);
      return load(place, { inFlight, count: sizes[inFlight] });
    };
    const few = { 1: await loadOf(1), 16: await loadOf(16) };
    const cpuBefore = cpuSeconds(pid) ?? Number.NaN;
    const rounds: Load[] = [];
    while (rounds.length < roundsOf64) rounds.push(await loadOf(64));
    const cpuMs = (((cpuSeconds(pid) ?? Number.NaN) - cpuBefore) * 1000) / (sizes[64] * roundsOf64);
    const [slowest, ...faster] = rounds.toSorted((a, b) => a.perSecond - b.perSecond);
    const fastest = faster.at(-1);
    if (!slowest || !fastest) throw new Error('At least two rounds are needed.');
    return {
      ...measuredOf({ ...few, 64: fastest }),
      slowest64: slowest.perSecond,
      cpuMs: Number.isNaN(cpuMs) ? -1 : cpuMs,
      memoryMb: residentMb(pid) ?? -1,
    };
  });
}

/** Runs `work` on a new host with a warmed-up shop. */
async function onHost<T>(work: (place: Place, pid: number) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-orders-'));
  const emulator = await startEmulator();
  const storage = emulatorStorage(emulator.ports);
  let printed = '';
  const starting = startLocalHost({
    flags: ['--port', '0', '--no-azurite', '--data', folder, '--settings', 'local.settings.sample.json'],
    environment: {
      AzureWebJobsStorage: storage,
      CARRIER_DISPATCH_AFTER: 'PT0S',
      CARRIER_DELIVER_AFTER: 'PT0S',
      WRITES_PER_MINUTE: '0',
      GUEST_WRITES_PER_MINUTE: '0',
      NEW_GUESTS_PER_MINUTE: '0',
      CHECKOUTS_PER_MINUTE: '0',
      GUEST_CHECKOUTS_PER_MINUTE: '0',
    },
    output: (text) => {
      printed = (printed + text).slice(-3_000);
    },
  });
  const agent = new Agent({ keepAlive: true });
  try {
    const { origin, pid } = await starting.started;
    await fillShop(makeShop(origin));
    const watch = watchShipped(storage);
    const place = { origin, agent, watch };
    await load(place, warmUp);
    const measured = await work(place, pid);
    await watch.stop();
    return measured;
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${printed}`, { cause });
  } finally {
    agent.destroy();
    await starting.stop();
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measuredOf(loads: Record<1 | 16 | 64, Load>): Omit<Measured, 'memoryMb' | 'cpuMs' | 'slowest64'> {
  return {
    acceptP50Ms: percentile(loads[1].accepted, 50),
    acceptP95Ms: percentile(loads[1].accepted, 95),
    perSecond1: loads[1].perSecond,
    shippedP50Ms1: percentile(loads[1].shipped, 50),
    shippedP95Ms1: percentile(loads[1].shipped, 95),
    perSecond16: loads[16].perSecond,
    shippedP50Ms16: percentile(loads[16].shipped, 50),
    shippedP95Ms16: percentile(loads[16].shipped, 95),
    perSecond64: loads[64].perSecond,
    shippedP50Ms64: percentile(loads[64].shipped, 50),
    shippedP95Ms64: percentile(loads[64].shipped, 95),
  };
}

runMain(main);
