// Reads the options of a Cosmos DB trigger: fills in settings, and applies the defaults and checks of the genuine host.

import type { CosmosContainerRef } from '../../bindings/cosmos-clients';
import { resolveSettings } from '../../config/resolve-settings';
import type { RegisteredFunction } from '../../worker/function-registry';
import type { ListenerContext } from '../listener';

export interface CosmosTriggerOptions {
  monitored: CosmosContainerRef;
  lease: CosmosContainerRef;
  leasePrefix: string;
  createLease: boolean;
  maxItems: number;
  pollDelayMs: number;
  /** Where a function without a lease starts: seconds since 1970, or `now`. */
  startFrom: number | 'now';
}

const defaultMaxItems = 100;
const defaultPollDelayMs = 5000;

/** @throws an error that names the invalid option */
export function readCosmosTrigger(
  { trigger }: RegisteredFunction,
  { connections, setting }: ListenerContext,
): CosmosTriggerOptions {
  const text = (name: string) => {
    const value = trigger[name];
    return value === undefined || value === null ? '' : resolveSettings(String(value), setting).trim();
  };
  const number = (name: string, fallback: number) => {
    const value = Number(text(name) || fallback);
    if (Number.isInteger(value) && value > 0) return value;
    throw new Error(`${name} must be a positive whole number, not "${text(name)}".`);
  };
  const name = (option: string, fallback = '') => {
    const value = text(option) || fallback;
    if (value === '') throw new Error(`its Cosmos DB trigger has no ${option}.`);
    return value;
  };
  if (/^allversionsanddeletes$/i.test(text('changeFeedMode'))) {
    throw new Error('changeFeedMode AllVersionsAndDeletes requires Cosmos DB itself: no emulator keeps all versions.');
  }
  const monitored = {
    connectionString: connections.cosmosConnectionString(text('connection')),
    database: name('databaseName'),
    container: name('containerName'),
  };
  const lease = {
    connectionString: connections.cosmosConnectionString(text('leaseConnection') || text('connection')),
    database: name('leaseDatabaseName', monitored.database),
    container: name('leaseContainerName', 'leases'),
  };
  if (JSON.stringify(lease) === JSON.stringify(monitored)) {
    throw new Error('the monitored container cannot be the one that stores the leases.');
  }
  return {
    monitored,
    lease,
    leasePrefix: text('leaseContainerPrefix'),
    createLease: isTrue(text('createLeaseContainerIfNotExists')),
    maxItems: number('maxItemsPerInvocation', defaultMaxItems),
    pollDelayMs: number('feedPollDelay', defaultPollDelayMs),
    startFrom: startFrom(isTrue(text('startFromBeginning')), text('startFromTime')),
  };
}

function startFrom(fromBeginning: boolean, time: string): number | 'now' {
  if (time === '') return fromBeginning ? 0 : 'now';
  if (fromBeginning) throw new Error('only one of startFromBeginning and startFromTime can be used.');
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) {
    throw new Error(`startFromTime must be an ISO 8601 time such as 2021-02-16T14:19:29Z, not "${time}".`);
  }
  return Math.floor(ms / 1000);
}

function isTrue(text: string): boolean {
  return /^true$/i.test(text);
}
