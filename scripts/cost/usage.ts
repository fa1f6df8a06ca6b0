// Converts counts to billed quantities. Assumptions about Azure that a local count cannot verify are named constants here,
// so that you can replace them. The usage of an idle shop is in idle-groups.ts.

import type { Usage } from './bill';
import type { CountedWork, DurableActions } from './counts';
import type { Sizing } from './sizing-shape';

/** Put, get and delete. */
const QUEUE_OPERATIONS_A_MESSAGE = 3;
/** Read the history, append to it, replace the instance's row. */
const TABLE_OPERATIONS_AN_EPISODE = 3;
/** As for an episode, plus deleting the old history: an entity starts a new one each time. */
const TABLE_OPERATIONS_AN_ENTITY_BATCH = 4;
/** Query and insert. */
const TABLE_OPERATIONS_AN_INSTANCE = 2;
/** A queue of Azure Storage delivers a signal after some hundred ms; the handler polls for the outcome every 4 to 250 ms. */
const READS_A_SIGNAL = 10;
/** The counted host writes two lines an execution, which begin and end it. The genuine one writes about five. */
const LINES_COUNTED_AN_EXECUTION = 2;
export const HOST_LINES_AN_EXECUTION = 5;
/** Billed size of a row of AppTraces (one per line) or AppRequests (one per execution). */
export const BYTES_A_LOG_ROW = 900;
export const BYTES_A_GB = 1e9;

/** Queue and table operations that the task hub's storage provider performs for these actions. */
export function hubOperations(durable: DurableActions): { queueOperations: number; tableOperations: number } {
  return {
    queueOperations: durable.messages * QUEUE_OPERATIONS_A_MESSAGE,
    tableOperations:
      durable.episodes * TABLE_OPERATIONS_AN_EPISODE +
      durable.entityBatches * TABLE_OPERATIONS_AN_ENTITY_BATCH +
      durable.instances * TABLE_OPERATIONS_AN_INSTANCE +
      durable.entityReads +
      durable.awaitedSignals * READS_A_SIGNAL,
  };
}

/** What the Durable Task Scheduler bills: a message to an orchestrator, an activity or an entity is one action. */
export function schedulerActions({ messages }: DurableActions): number {
  return messages;
}

/** Usage of `times` orders or pictures. The plan premium bills instances, whatever they do. */
export function usageOfWork(
  work: CountedWork,
  times: number,
  { plan, instanceGb }: Pick<Sizing, 'plan' | 'instanceGb'>,
): Usage {
  const hub = hubOperations(work.durable);
  return {
    ...(plan === 'flex' && {
      executions: times * work.executions,
      gbSeconds: times * work.activeSeconds * instanceGb,
    }),
    queueOperations: times * (work.storage.queueOperations + hub.queueOperations),
    tableOperations: times * (work.storage.tableOperations + hub.tableOperations),
    blobWrites: times * work.storage.blobWrites,
    blobReads: times * work.storage.blobReads,
    storedGb: (times * work.storedBytes) / BYTES_A_GB,
    logGb: (times * logRows(work) * BYTES_A_LOG_ROW) / BYTES_A_GB,
    ...(work.events > 0 && { events: times * work.events }),
  };
}

/** One row of AppRequests an execution, the host's lines, and those of the app. */
function logRows({ executions, logLines }: CountedWork): number {
  const ofApp = Math.max(0, logLines - executions * LINES_COUNTED_AN_EXECUTION);
  return executions * (1 + HOST_LINES_AN_EXECUTION) + ofApp;
}
