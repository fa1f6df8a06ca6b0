// From what was counted to what is billed. Every assumption about Azure that a count on this machine cannot show is a
// named number here, so that anybody may put in their own.

import type { Usage } from './bill';
import type { CountedWork, DurableActions } from './counts';

/** A message is put, got and deleted. */
const QUEUE_OPERATIONS_A_MESSAGE = 3;
/** The history is read and appended to, the instance's row replaced. */
const TABLE_OPERATIONS_AN_EPISODE = 3;
/** An entity starts a new history each time, so the old one is removed as well. */
const TABLE_OPERATIONS_AN_ENTITY_BATCH = 4;
/** Looked for and inserted. */
const TABLE_OPERATIONS_AN_INSTANCE = 2;
/** Azure Storage's queues take some hundred ms to bring a signal, and its outcome is looked for every 4 to 250 ms. */
const READS_A_SIGNAL = 10;
/** A row of AppTraces (one a line) or AppRequests (one an execution) with its columns, as billed. */
const BYTES_A_LOG_ROW = 900;
const BYTES_A_GB = 1e9;
export const SECONDS_A_MONTH = 730 * 3600;

/** Settings that decide what an app costs. */
export interface Sizing {
  /** Memory of an instance in GB: 0.5, 2 or 4. */
  instanceGb: number;
  alwaysReadyInstances: number;
  /** Queues with a trigger; the host looks at each of them every `queuePollSeconds` when there is nothing. */
  triggerQueues: number;
  queuePollSeconds: number;
  /** Control queues and the work-item queue of the task hub, and how often the extension looks at an empty one. */
  hubQueues: number;
  hubPollSeconds: number;
  /** Runs of timer triggers an hour. */
  timerRunsAnHour: number;
  logAlertsEvery5Min: number;
  logAlertsEvery15Min: number;
  metricAlerts: number;
  privateEndpoints: number;
  privateZones: number;
}

/** Operations on queues and tables that the task hub's storage provider makes for these actions. */
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

/** What `times` of a counted piece of work use. */
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

/** Writing its schedule's record, reading it, and the app's own look at what is to be done. */
const TIMER_RUN = { blobWrites: 1, blobReads: 1, tableOperations: 1, logLines: 3 };
/** Flex Consumption bills an instance that becomes active for a second at least. */
const LEAST_BILLED_SECONDS = 1;
/** The host lock and the task hub's partitions are held by leases, renewed by an instance that runs. */
const LEASES = 5;
const LEASE_RENEWAL_SECONDS = 10;

/**
 * What a month without any customer uses. A timer that runs every few minutes keeps an instance there all the time:
 * its memory is billed only while a function runs, but it goes on looking at its queues.
 */
export function idleUsage(sizing: Sizing): Usage {
  const timerRuns = (sizing.timerRunsAnHour * SECONDS_A_MONTH) / 3600;
  const polls = sizing.triggerQueues / sizing.queuePollSeconds + sizing.hubQueues / sizing.hubPollSeconds;
  const logRows = timerRuns * (TIMER_RUN.logLines + 1);
  return {
    executions: timerRuns,
    gbSeconds: timerRuns * LEAST_BILLED_SECONDS * sizing.instanceGb,
    queueOperations: polls * SECONDS_A_MONTH,
    tableOperations: timerRuns * TIMER_RUN.tableOperations,
    blobWrites: timerRuns * TIMER_RUN.blobWrites,
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
