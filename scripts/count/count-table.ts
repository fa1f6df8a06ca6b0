// Formats the counts as a table, with the operations that the task hub adds in Azure.

import type { CountedWork, Counts } from '../cost/counts';
import { hubOperations } from '../cost/usage';

export function countTable({ samples, order, picture }: Counts): string[] {
  const row = (name: string, of: (work: CountedWork) => number, unit = '') =>
    `${name.padEnd(46)}${figure(of(order))}${figure(of(picture))}${unit && `  ${unit}`}`;
  return [
    `Counted on the local host with Azurite: ${samples.orders} orders, ${samples.pictures} pictures; averages per item`,
    '',
    `${''.padEnd(46)}${'order'.padStart(10)}${'picture'.padStart(10)}`,
    row('function executions, including replays', (work) => work.executions),
    row('seconds with a function running', (work) => work.activeSeconds),
    row('lines logged', (work) => work.logLines),
    row('blob writes and listings', (work) => work.storage.blobWrites),
    row('blob reads', (work) => work.storage.blobReads),
    row('queue operations of the app', (work) => work.storage.queueOperations),
    row('table operations of the app', (work) => work.storage.tableOperations),
    row('messages of the task hub', (work) => work.durable.messages),
    row('  = queue operations in Azure', (work) => hubOperations(work.durable).queueOperations, 'computed'),
    row('orchestrator episodes', (work) => work.durable.episodes),
    row('entity batches', (work) => work.durable.entityBatches),
    row('  = table operations in Azure', (work) => hubOperations(work.durable).tableOperations, 'computed'),
    row('bytes written to blobs', (work) => work.storedBytes),
    '',
  ];
}

function figure(value: number): string {
  return String(Math.round(value * 100) / 100).padStart(10);
}
