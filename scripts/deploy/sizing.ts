// Reads what determines an idle shop's cost from the files that define it: parameter file, host.json, alerts, functions.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sizing } from '../cost/sizing-shape';
import { repositoryRoot } from '../repository-root';
import { readChoices } from './choices';
import type { EnvironmentName } from './options';

const MEGABYTES_A_GB = 1024;

export function readSizing(environment: EnvironmentName): Sizing {
  const file = (path: string) => readFileSync(join(repositoryRoot(), path), 'utf8');
  const choices = readChoices(environment);
  const { extensions } = JSON.parse(file('host.json')) as HostJson;
  const alerts = file('infra/modules/alerts.bicep');
  const withCosmos = choices.cartStore === 'cosmos';
  const endpoints = choices.privateNetworking ? (withCosmos ? 4 : 3) : 0;
  const logAlerts = (alerts.match(/^ {4}query: /gm) ?? []).length;
  const everyQuarter = alerts.includes("evaluationFrequency: 'PT15M'");
  const functions = readdirSync(join(repositoryRoot(), 'src/functions'))
    .map((name) => file(`src/functions/${name}`))
    .join('\n');
  const schedules = [...functions.matchAll(/schedule: '([^']+)'/g)].map(([, schedule = '']) => schedule);
  return {
    plan: choices.plan,
    instanceGb: choices.instanceMemoryMb / MEGABYTES_A_GB,
    premiumSku: choices.premiumSku,
    maximumInstances: choices.maximumInstances,
    alwaysReadyHttp: choices.alwaysReadyHttp,
    alwaysReadyDurable: choices.alwaysReadyDurable,
    withScheduler: choices.durableBackend === 'scheduler',
    // One that is registered under a condition, and so indented, is not part of a shop with the usual settings.
    triggerQueues: (functions.match(/^app\.storageQueue\(/gm) ?? []).length,
    queuePollSeconds: seconds(extensions.queues?.maxPollingInterval ?? '00:01:00'),
    hubQueues: choices.partitionCount + 1,
    hubPollSeconds: seconds(pollWhereAwake(file('infra/modules/function-app.bicep'))),
    timers: schedules.length,
    timerRunsAnHour: schedules.reduce((sum, schedule) => sum + runsAnHour(schedule), 0),
    sweepRunsAnHour: runsAnHour(/timer\('sweepUploads', \{ schedule: '([^']+)'/.exec(functions)?.[1]),
    logAlertsEvery5Min: everyQuarter ? 0 : logAlerts,
    logAlertsEvery15Min: everyQuarter ? logAlerts : 0,
    metricAlerts: 1 + (withCosmos ? 1 : 0),
    privateEndpoints: endpoints,
    privateZones: endpoints,
  };
}

interface HostJson {
  extensions: { queues?: { maxPollingInterval?: string } };
}

/** The template's override of host.json for shops in which an instance is always there. */
function pollWhereAwake(template: string): string {
  const found = /storageProvider__maxQueuePollingInterval: '([\d:]+)'/.exec(template)?.[1];
  if (found === undefined) throw new Error('infra/modules/function-app.bicep sets no maxQueuePollingInterval.');
  return found;
}

/** `hh:mm:ss` */
function seconds(text: string): number {
  const [hours = 0, minutes = 0, rest = 0] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}

/** Supports the forms used here: six fields, with `*`, `*` + `/n` or one number for minute and hour. */
export function runsAnHour(schedule: string | undefined): number {
  if (schedule === undefined) return 0;
  const [, minute = '', hour = ''] = schedule.split(/\s+/);
  const inAnHour = minute === '*' ? 60 : minute.startsWith('*/') ? 60 / Number(minute.slice(2)) : 1;
  if (hour === '*') return inAnHour;
  return hour.startsWith('*/') ? inAnHour / Number(hour.slice(2)) : inAnHour / 24;
}
