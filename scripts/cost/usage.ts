// Converts counts to billed quantities. Assumptions about Azure that a local count cannot verify are named constants here,
// so that you can replace them.

import type { Usage } from './bill';
import type { CountedWork, DurableActions } from './counts';

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
/** Billed size of a row of AppTraces (one per line) or AppRequests (one per execution). */
const BYTES_A_LOG_ROW = 900;
const BYTES_A_GB = 1e9;
export const SECONDS_A_MONTH = 730 * 3600;

/** Settings that determine what an app costs. */
export interface Sizing {
  /** Memory of an instance in GB: 0.5, 2 or 4. */
  instanceGb: number;
  alwaysReadyInstances: number;
  /** Queues with a trigger. The host polls each of them every `queuePollSeconds` while it is empty. */
  triggerQueues: number;
  queuePollSeconds: number;
  /** Control queues and the work-item queue of the task hub. The extension polls an empty one every `hubPollSeconds`. */
  hubQueues: number;
  hubPollSeconds: number;
  /** Timer trigger runs per hour. */
  timerRunsAnHour: number;
  /** Those of the timer that looks for uploads without an event. */
  sweepRunsAnHour: number;
  logAlertsEvery5Min: number;
  logAlertsEvery15Min: number;
  metricAlerts: number;
  privateEndpoints: number;
  privateZones: number;
}

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

/** Usage of `times` orders or pictures. */
export function usageOfWork(work: CountedWork, times: number, { instanceGb }: Pick<Sizing, 'instanceGb'>): Usage {
  const hub = hubOperations(work.durable);
  const logRows = work.logLines + work.executions;
  return {
    executions: times * work.executions,
    gbSeconds: times * work.activeSeconds * instanceGb,
    queueOperations: times * (work.storage.queueOperations + hub.queueOperations),
    tableOperations: times * (work.storage.tableOperations + hub.tableOperations),
    blobWrites: times * work.storage.blobWrites,
    blobReads: times * work.storage.blobReads,
    storedGb: (times * work.storedBytes) / BYTES_A_GB,
    logGb: (times * logRows * BYTES_A_LOG_ROW) / BYTES_A_GB,
    ...(work.events > 0 && { events: times * work.events }),
  };
}

/** Write and read the schedule status, and query for work in the app. */
const TIMER_RUN = { blobWrites: 1, blobReads: 1, tableOperations: 1, logLines: 3 };
/** The sweep over uploads lists two containers in a run: catalog files, and dead letters. Its query is that of any timer. */
export const SWEEP_LISTINGS = 2;
/** Flex Consumption bills at least one second each time an instance becomes active. */
const LEAST_BILLED_SECONDS = 1;
/** A running instance renews the leases of the host lock and the task hub's partitions. */
const LEASES = 5;
const LEASE_RENEWAL_SECONDS = 10;

/**
 * Usage of a month without customers. Timers that run every few minutes keep an instance allocated all the time: its
 * memory is billed only while a function runs, but it polls its queues all the time.
 */
export function idleUsage(sizing: Sizing): Usage {
  const timerRuns = (sizing.timerRunsAnHour * SECONDS_A_MONTH) / 3600;
  const sweepRuns = (sizing.sweepRunsAnHour * SECONDS_A_MONTH) / 3600;
  const polls = sizing.triggerQueues / sizing.queuePollSeconds + sizing.hubQueues / sizing.hubPollSeconds;
  const logRows = timerRuns * (TIMER_RUN.logLines + 1);
  return {
    executions: timerRuns,
    gbSeconds: timerRuns * LEAST_BILLED_SECONDS * sizing.instanceGb,
    queueOperations: polls * SECONDS_A_MONTH,
    tableOperations: timerRuns * TIMER_RUN.tableOperations,
    blobWrites: timerRuns * TIMER_RUN.blobWrites + sweepRuns * SWEEP_LISTINGS,
    blobReads: timerRuns * TIMER_RUN.blobReads + (LEASES * SECONDS_A_MONTH) / LEASE_RENEWAL_SECONDS,
    logGb: (logRows * BYTES_A_LOG_ROW) / BYTES_A_GB,
    logAlertsEvery5Min: sizing.logAlertsEvery5Min,
    logAlertsEvery15Min: sizing.logAlertsEvery15Min,
    metricAlerts: sizing.metricAlerts,
    ...(sizing.alwaysReadyInstances > 0 && {
      alwaysReadyGbSeconds: sizing.alwaysReadyInstances * sizing.instanceGb * SECONDS_A_MONTH,
    }),
    ...(sizing.privateEndpoints > 0 && {
      privateEndpointHours: sizing.privateEndpoints * (SECONDS_A_MONTH / 3600),
      privateZones: sizing.privateZones,
    }),
  };
}
