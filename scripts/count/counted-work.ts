// Computes the averages per order or picture from a recording of several of them.

import type { CountedWork, StorageOperations } from '../cost/counts';
import { kindOf } from './classify';
import type { Recording } from './counted-app';
import { readHostLog } from './host-log';
import type { HubFigures } from './hub-messages';

const entities = ['cart', 'stock'];
/** They run on a schedule whether there is work or not; their cost is part of an idle month. */
const timers = ['startStalledOrders', 'healAvailability', 'sweepUploads'];
/** `GET /orders/{id}` with `Prefer: wait` delays its response on purpose. */
const excluded = ['getOrder'];
const READ = /^GET \/durabletask\/entities\//;
const SIGNAL = /^POST \/durabletask\/entities\//;

/** Averages over `times` orders or pictures. */
export function countedWork({ requests, log, durableCalls }: Recording, hub: HubFigures, times: number): CountedWork {
  const storage: StorageOperations = { blobWrites: 0, blobReads: 0, queueOperations: 0, tableOperations: 0 };
  for (const request of requests) {
    const kind = kindOf(request);
    if (kind) storage[kind]++;
  }
  const { executions, lines, activeSeconds } = readHostLog(withoutTimers(log), [...excluded, ...timers]);
  const signals = durableCalls.filter((call) => SIGNAL.test(call)).length;
  const sum = (names: string[]) => names.reduce((total, name) => total + (executions[name] ?? 0), 0);
  const one = (figure: number) => round(figure / times);
  return {
    storage: {
      blobWrites: one(storage.blobWrites),
      blobReads: one(storage.blobReads),
      queueOperations: one(storage.queueOperations),
      tableOperations: one(storage.tableOperations),
    },
    durable: {
      messages: one(hub.messages + signals),
      episodes: one(hub.episodes),
      entityBatches: one(sum(entities)),
      instances: one(hub.instances),
      entityReads: one(durableCalls.filter((call) => READ.test(call)).length),
      awaitedSignals: one(signals),
    },
    executions: one(sum(Object.keys(executions))),
    logLines: one(lines),
    activeSeconds: one(activeSeconds),
    storedBytes: Math.round(writtenBytes(requests) / times),
    events: 0,
  };
}

function withoutTimers(log: string): string {
  return log
    .split('\n')
    .filter((line) => !timers.some((name) => line.includes(`'Functions.${name}'`)))
    .join('\n');
}

/** Bytes written to blobs. */
function writtenBytes(requests: Recording['requests']): number {
  return requests
    .filter((request) => kindOf(request) === 'blobWrites')
    .reduce((total, { sentBytes }) => total + sentBytes, 0);
}

function round(figure: number): number {
  return Math.round(figure * 100) / 100;
}
