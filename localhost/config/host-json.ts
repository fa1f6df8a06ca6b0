// Reads the parts of host.json that the local host supports, with the platform's defaults filled in.
// It ignores unknown sections: they are for other hosts.

import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../core/startup-error';
import { applyOverrides, isObject, type JsonObject } from './host-json-overrides';
import { type HostJsonReader, makeHostJsonReader } from './host-json-reader';
import { parseRelaxedJson } from './relaxed-json';

/** `extensions.durableTask` of host.json. */
export interface DurableTaskSettings {
  /** The namespace of all state. Default `TestHubName`. */
  hubName: string;
  defaultVersion?: string;
  versionMatchStrategy: 'None' | 'Strict' | 'CurrentOrOlder';
  versionFailureStrategy: 'Reject' | 'Fail';
  maxConcurrentActivityFunctions: number;
  maxConcurrentOrchestratorFunctions: number;
  maxConcurrentEntityFunctions: number;
  maxEntityOperationBatchSize: number;
  maxOrchestrationActions: number;
  overridableExistingInstanceStates: 'NonRunningStates' | 'AnyState';
  defaultAsyncRequestSleepTimeMs: number;
  /** The longest pause between two polls of a queue of the hub. Used with `--flex` only. */
  maxQueuePollingIntervalMs: number;
  /** How many control queues the hub has. Used with `--flex` only. */
  partitionCount: number;
}

export interface HostJson {
  /** Absent = no limit (`-1`). */
  functionTimeoutMs?: number;
  /** The only functions to run; absent = all. */
  functions?: string[];
  logLevel: Record<string, string>;
  http: {
    routePrefix: string;
    /** Further requests get 429; -1 = no limit. */
    maxOutstandingRequests: number;
    /** Added to every response. */
    customHeaders: Record<string, string>;
  };
  queues: {
    batchSize: number;
    newBatchThreshold: number;
    maxDequeueCount: number;
    visibilityTimeoutMs: number;
    maxPollingIntervalMs: number;
    messageEncoding: 'base64' | 'none';
  };
  blobs: { maxDegreeOfParallelism: number; poisonBlobThreshold: number };
  durableTask: DurableTaskSettings;
  /** Id and version range as written in the file. The admin API shows them; nothing else uses them. */
  extensionBundle?: { id: string; version: string };
  /** One line for each setting that is known but has no effect here. The host prints them at start-up. */
  warnings: string[];
}

const defaultTimeoutMs = 30 * 60_000;

/**
 * @param environment app settings: for `%SETTING%` in the hub name, and for overrides (`AzureFunctionsJobHost__a__b`).
 * @throws StartupError with path, rule and value, or with line and column.
 */
export function readHostJson(appFolder: string, environment: Record<string, string | undefined>): HostJson {
  const path = join(appFolder, 'host.json');
  if (!existsSync(path)) {
    throw new StartupError(
      `No host.json in ${appFolder}. Start in the folder of a function app, or name that folder with --script-root.`,
    );
  }
  let root: unknown;
  try {
    root = parseRelaxedJson(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new StartupError(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
  if (!isObject(root) || Array.isArray(root)) throw new StartupError(`Cannot read ${path}: it must contain an object.`);
  return parseHostJson(root, environment);
}

/** @throws StartupError, see readHostJson. */
export function parseHostJson(root: JsonObject, environment: Record<string, string | undefined>): HostJson {
  applyOverrides(root, environment);
  const read = makeHostJsonReader(root);
  if (read.value('version') !== '2.0') throw new StartupError('host.json: "version" must be "2.0".');
  const timeout = functionTimeout(read);
  const functions = read.value('functions');
  const bundle = read.value('extensionBundle');
  return {
    ...(timeout !== undefined && { functionTimeoutMs: timeout }),
    ...(Array.isArray(functions) && { functions: functions.map(String) }),
    logLevel: read.strings('logging.logLevel'),
    http: {
      routePrefix: read.text('extensions.http.routePrefix', 'api').replace(/^\/+|\/+$/g, ''),
      maxOutstandingRequests: read.integer('extensions.http.maxOutstandingRequests', -1, { min: -1 }),
      customHeaders: read.strings('extensions.http.customHeaders'),
    },
    queues: queues(read),
    blobs: {
      maxDegreeOfParallelism: read.integer('extensions.blobs.maxDegreeOfParallelism', 8 * availableParallelism(), {
        min: 1,
      }),
      poisonBlobThreshold: read.integer('extensions.blobs.poisonBlobThreshold', 5, { min: 1 }),
    },
    durableTask: durableTask(read, environment),
    ...(isObject(bundle) && { extensionBundle: { id: String(bundle.id), version: String(bundle.version) } }),
    warnings: warnings(read),
  };
}

function functionTimeout(read: HostJsonReader): number | undefined {
  const text = String(read.value('functionTimeout') ?? '');
  if (text === '-1' || text === '-00:00:01') return undefined;
  return read.duration('functionTimeout', defaultTimeoutMs, 1000);
}

function queues(read: HostJsonReader): HostJson['queues'] {
  const batchSize = read.integer('extensions.queues.batchSize', 16, { min: 1, max: 32 });
  const threshold = Math.floor(batchSize / 2) * availableParallelism();
  return {
    batchSize,
    newBatchThreshold: read.integer('extensions.queues.newBatchThreshold', threshold),
    maxDequeueCount: read.integer('extensions.queues.maxDequeueCount', 5, { min: 1 }),
    visibilityTimeoutMs: read.duration('extensions.queues.visibilityTimeout', 0),
    maxPollingIntervalMs: read.duration('extensions.queues.maxPollingInterval', 60_000, 100),
    messageEncoding: read.oneOf('extensions.queues.messageEncoding', ['base64', 'none']),
  };
}

function durableTask(read: HostJsonReader, environment: Record<string, string | undefined>): DurableTaskSettings {
  const at = (name: string) => `extensions.durableTask.${name}`;
  const concurrent = 10 * availableParallelism();
  const version = read.text(at('defaultVersion'), '');
  return {
    hubName: hubName(read.text(at('hubName'), environment.WEBSITE_SITE_NAME ?? 'TestHubName'), environment),
    ...(version !== '' && { defaultVersion: version }),
    versionMatchStrategy: read.oneOf(at('versionMatchStrategy'), ['CurrentOrOlder', 'None', 'Strict']),
    versionFailureStrategy: read.oneOf(at('versionFailureStrategy'), ['Reject', 'Fail']),
    maxConcurrentActivityFunctions: read.integer(at('maxConcurrentActivityFunctions'), concurrent, { min: 1 }),
    maxConcurrentOrchestratorFunctions: read.integer(at('maxConcurrentOrchestratorFunctions'), concurrent, { min: 1 }),
    maxConcurrentEntityFunctions: read.integer(at('maxConcurrentEntityFunctions'), concurrent, { min: 1 }),
    maxEntityOperationBatchSize: read.integer(at('maxEntityOperationBatchSize'), 5000, { min: 1 }),
    maxOrchestrationActions: read.integer(at('maxOrchestrationActions'), 100_000, { min: 1 }),
    overridableExistingInstanceStates: read.oneOf(at('overridableExistingInstanceStates'), [
      'NonRunningStates',
      'AnyState',
    ]),
    defaultAsyncRequestSleepTimeMs: read.integer(at('httpSettings.defaultAsyncRequestSleepTimeMilliseconds'), 30_000),
    maxQueuePollingIntervalMs: read.duration(at('storageProvider.maxQueuePollingInterval'), 30_000),
    partitionCount: read.integer(at('storageProvider.partitionCount'), 4, { min: 1, max: 16 }),
  };
}

function hubName(written: string, environment: Record<string, string | undefined>): string {
  const name = written.replace(/%([^%]+)%/g, (_, setting: string) => environment[setting] ?? '');
  if (/^[A-Za-z][A-Za-z0-9]{2,44}$/.test(name)) return name;
  throw new StartupError(
    `host.json: extensions.durableTask.hubName must be 3 to 45 letters and digits and start with a letter, not "${name}".`,
  );
}

function warnings(read: HostJsonReader): string[] {
  const list: string[] = [];
  const provider = read.text('extensions.durableTask.storageProvider.type', 'AzureStorage');
  if (provider.toLowerCase() !== 'azurestorage') {
    list.push(
      `host.json: the storage provider "${provider}" is not used here; the task hub is stored in the data folder.`,
    );
  }
  if (read.value('extensions.durableTask.notifications.eventGrid')) {
    list.push('host.json: extensions.durableTask.notifications.eventGrid has no effect here.');
  }
  return list;
}
