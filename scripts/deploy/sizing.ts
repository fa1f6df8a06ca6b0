// Reads what determines an idle shop's cost from the files that define it: parameter file, host.json, alerts, functions.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sizing } from '../cost/usage';
import { repositoryRoot } from '../repository-root';
import { parameterFiles } from './commands';
import type { EnvironmentName } from './options';

/** Defaults of the azure-storage provider: four partitions; an empty queue is polled at least every 30 s. */
const hub = { partitionCount: 4, maxQueuePollingInterval: '00:00:30' };
/** Queues that the blob trigger uses internally. */
const BLOB_TRIGGER_QUEUES = 1;
const MEGABYTES_A_GB = 1024;

export function readSizing(environment: EnvironmentName): Sizing {
  const file = (path: string) => readFileSync(join(repositoryRoot(), path), 'utf8');
  const parameters = file(parameterFiles[environment]);
  const { extensions } = JSON.parse(file('host.json')) as HostJson;
  const provider = { ...hub, ...extensions.durableTask?.storageProvider };
  const alerts = file('infra/modules/alerts.bicep');
  const withCosmos = /^param cartStore = 'cosmos'/m.test(parameters);
  const isPrivate = /^param privateNetworking = true/m.test(parameters);
  const endpoints = isPrivate ? (withCosmos ? 4 : 3) : 0;
  const logAlerts = (alerts.match(/^ {4}query: /gm) ?? []).length;
  const everyQuarter = alerts.includes("evaluationFrequency: 'PT15M'");
  const functions = readdirSync(join(repositoryRoot(), 'src/functions'))
    .map((name) => file(`src/functions/${name}`))
    .join('\n');
  return {
    instanceGb: numberOf(parameters, 'instanceMemoryMB', 2048) / MEGABYTES_A_GB,
    alwaysReadyInstances: numberOf(parameters, 'alwaysReadyHttp', 0) + numberOf(parameters, 'alwaysReadyDurable', 0),
    triggerQueues: (functions.match(/app\.storageQueue\(/g) ?? []).length + BLOB_TRIGGER_QUEUES,
    queuePollSeconds: seconds(extensions.queues?.maxPollingInterval ?? '00:01:00'),
    hubQueues: provider.partitionCount + 1,
    hubPollSeconds: seconds(provider.maxQueuePollingInterval),
    timerRunsAnHour: [...functions.matchAll(/schedule: '([^']+)'/g)].reduce(
      (sum, [, schedule = '']) => sum + runsAnHour(schedule),
      0,
    ),
    sweepRunsAnHour: runsAnHour(/timer\('sweepUploads', \{ schedule: '([^']+)'/.exec(functions)?.[1] ?? ''),
    logAlertsEvery5Min: everyQuarter ? 0 : logAlerts,
    logAlertsEvery15Min: everyQuarter ? logAlerts : 0,
    metricAlerts: 1 + (withCosmos ? 1 : 0),
    privateEndpoints: endpoints,
    privateZones: endpoints,
  };
}

interface HostJson {
  extensions: {
    queues?: { maxPollingInterval?: string };
    durableTask?: { storageProvider?: { partitionCount?: number; maxQueuePollingInterval?: string } };
  };
}

function numberOf(parameters: string, name: string, otherwise: number): number {
  const found = new RegExp(`\\b${name}: (\\d+)`).exec(parameters)?.[1];
  return found === undefined ? otherwise : Number(found);
}

/** `hh:mm:ss` */
function seconds(text: string): number {
  const [hours = 0, minutes = 0, rest = 0] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}

/** Supports the forms used here: six fields, with `*`, `*` + `/n` or one number for minute and hour. */
export function runsAnHour(schedule: string): number {
  const [, minute = '', hour = ''] = schedule.split(/\s+/);
  const inAnHour = minute === '*' ? 60 : minute.startsWith('*/') ? 60 / Number(minute.slice(2)) : 1;
  if (hour === '*') return inAnHour;
  return hour.startsWith('*/') ? inAnHour / Number(hour.slice(2)) : inAnHour / 24;
}
