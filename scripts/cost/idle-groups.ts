// The usage of a month without customers, by scaling group. On Flex Consumption HTTP and blob events, orchestrations, and each
// other function run on instances of their own, which sleep when idle; on the plan premium all share one that never does.

import type { Meter, Usage } from './bill';
import { priceList } from './bill';
import type { Sizing } from './sizing-shape';
import { BYTES_A_GB, BYTES_A_LOG_ROW, HOST_LINES_AN_EXECUTION } from './usage';

export const SECONDS_A_MONTH = 730 * 3600;
const HOURS_A_MONTH = 730;

export const groupNames = [
  'HTTP and blob events',
  'orchestrations',
  'queues',
  'timers',
  'all functions, on one instance',
  'the platform’s scaler',
  'alerts and private network',
] as const;
export type GroupName = (typeof groupNames)[number];

export interface IdleGroup {
  name: GroupName;
  usage: Usage;
}

/** Cores and GB of an instance of the plan premium. */
const premiumSizes = {
  EP1: { cores: 1, gb: 3.5 },
  EP2: { cores: 2, gb: 7 },
  EP3: { cores: 4, gb: 14 },
} as const;

/** Schedule status, host lock and secrets, which an instance reads and writes when it starts for a run of a timer. */
const TIMER_RUN = { blobWrites: 2, blobReads: 6, tableOperations: 1 };
/** The sweep over uploads lists two containers in a run: catalog files, and dead letters. Its query is that of any timer. */
export const SWEEP_LISTINGS = 2;
/** Flex Consumption bills at least one second each time an instance becomes active. */
const LEAST_BILLED_SECONDS = 1;
/** The blob trigger's own queue, which instances for HTTP poll. */
const BLOB_QUEUES = 1;
/** The task hub's leases are rows of a table since version 3 of the extension: one query and a row a partition, every ten seconds. */
const LEASE_SECONDS = 10;
/** Assumed: the platform does not say how often its scaler looks into a queue. */
const SCALER_LOOK_SECONDS = 10;

/** Groups that use nothing are left out. */
export function idleGroups(sizing: Sizing): IdleGroup[] {
  const groups: IdleGroup[] = sizing.plan === 'flex' ? flexGroups(sizing) : [premiumGroup(sizing)];
  const all: IdleGroup[] = [
    ...groups,
    { name: 'the platform’s scaler', usage: { queueOperations: polls(allQueues(sizing), SCALER_LOOK_SECONDS) } },
    { name: 'alerts and private network', usage: surroundings(sizing) },
  ];
  return all
    .map(({ name, usage }) => ({ name, usage: withoutZero(usage) }))
    .filter(({ usage }) => Object.keys(usage).length > 0);
}

/** The sum of all groups. */
export function idleUsage(sizing: Sizing): Usage {
  const sum: Usage = {};
  for (const { usage } of idleGroups(sizing)) {
    for (const [meter, quantity] of Object.entries(usage) as [Meter, number][])
      sum[meter] = (sum[meter] ?? 0) + quantity;
  }
  return sum;
}

/** What an hour costs in which every instance that the plan may start is busy. */
export function floodHour({ plan, instanceGb, premiumSku, maximumInstances }: Sizing): number {
  const { gbSeconds, premiumCoreHours, premiumGbHours } = priceList.meters;
  const { cores, gb } = premiumSizes[premiumSku];
  const hour =
    plan === 'flex'
      ? (instanceGb * 3600 * gbSeconds.price) / gbSeconds.per
      : cores * premiumCoreHours.price + gb * premiumGbHours.price;
  return maximumInstances * hour;
}

function flexGroups(sizing: Sizing): IdleGroup[] {
  const { instanceGb, alwaysReadyHttp, alwaysReadyDurable, queuePollSeconds } = sizing;
  const awake = (instances: number): Usage => ({ alwaysReadyGbSeconds: instances * instanceGb * SECONDS_A_MONTH });
  return [
    {
      name: 'HTTP and blob events',
      usage: { ...awake(alwaysReadyHttp), queueOperations: alwaysReadyHttp * polls(BLOB_QUEUES, queuePollSeconds) },
    },
    { name: 'orchestrations', usage: { ...awake(alwaysReadyDurable), ...hub(sizing, alwaysReadyDurable > 0) } },
    // Their instances sleep, and only the scaler looks.
    { name: 'queues', usage: {} },
    {
      name: 'timers',
      usage: {
        ...timers(sizing),
        executions: timerRuns(sizing),
        gbSeconds: timerRuns(sizing) * LEAST_BILLED_SECONDS * instanceGb,
      },
    },
  ];
}

function premiumGroup(sizing: Sizing): IdleGroup {
  const { cores, gb } = premiumSizes[sizing.premiumSku];
  const instances = Math.max(1, sizing.alwaysReadyHttp, sizing.alwaysReadyDurable);
  const ofHub = hub(sizing, true);
  return {
    name: 'all functions, on one instance',
    usage: {
      ...timers(sizing),
      ...ofHub,
      queueOperations:
        instances * polls(sizing.triggerQueues + BLOB_QUEUES, sizing.queuePollSeconds) + (ofHub.queueOperations ?? 0),
      tableOperations: (timers(sizing).tableOperations ?? 0) + (ofHub.tableOperations ?? 0),
      premiumCoreHours: instances * cores * HOURS_A_MONTH,
      premiumGbHours: instances * gb * HOURS_A_MONTH,
    },
  };
}

function hub({ withScheduler, hubQueues, hubPollSeconds }: Sizing, awake: boolean): Usage {
  if (withScheduler || !awake) return {};
  return { queueOperations: polls(hubQueues, hubPollSeconds), tableOperations: polls(hubQueues, LEASE_SECONDS) };
}

function timers(sizing: Sizing): Usage {
  const runs = timerRuns(sizing);
  return {
    tableOperations: runs * TIMER_RUN.tableOperations,
    blobWrites: runs * TIMER_RUN.blobWrites + sizing.sweepRunsAnHour * HOURS_A_MONTH * SWEEP_LISTINGS,
    blobReads: runs * TIMER_RUN.blobReads,
    logGb: (runs * (1 + HOST_LINES_AN_EXECUTION) * BYTES_A_LOG_ROW) / BYTES_A_GB,
  };
}

function surroundings(sizing: Sizing): Usage {
  return {
    logAlertsEvery5Min: sizing.logAlertsEvery5Min,
    logAlertsEvery15Min: sizing.logAlertsEvery15Min,
    metricAlerts: sizing.metricAlerts,
    privateEndpointHours: sizing.privateEndpoints * HOURS_A_MONTH,
    privateZones: sizing.privateZones,
  };
}

function timerRuns({ timerRunsAnHour }: Sizing): number {
  return timerRunsAnHour * HOURS_A_MONTH;
}

function allQueues({ triggerQueues, withScheduler, hubQueues }: Sizing): number {
  return triggerQueues + BLOB_QUEUES + (withScheduler ? 0 : hubQueues);
}

function polls(queues: number, everySeconds: number): number {
  return (queues * SECONDS_A_MONTH) / everySeconds;
}

function withoutZero(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, quantity]) => quantity > 0));
}
