// Runs a task hub with the app under test in a temporary folder, with the operations of a client.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FlexOptions } from '../../../localhost/config/flex-options';
import type { DurableTaskSettings } from '../../../localhost/config/host-json';
import type { Execute, ExecutionRequest } from '../../../localhost/execution/executor';
import type { ManagementResponse } from '../../../localhost/taskhub/api/management-request';
import { makeWaitingRequests } from '../../../localhost/taskhub/arrivals/waiting-requests';
import { type DurableExtension, makeDurableExtension } from '../../../localhost/taskhub/extension';
import type { RegisteredFunction } from '../../../localhost/worker/function-registry';
import type { AppUnderTest } from './app-under-test';

export interface Invoked {
  fn: RegisteredFunction;
  request: ExecutionRequest;
}

export interface Status {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  input: unknown;
  customStatus: unknown;
  output: unknown;
  createdTime: string;
  lastUpdatedTime: string;
  historyEvents?: Record<string, unknown>[];
}

export interface Hub {
  extension: DurableExtension;
  folder: string;
  /** All invocations so far. */
  invoked: Invoked[];
  warnings: string[];
  request(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<ManagementResponse>;
  /** Starts an instance and returns its id. */
  begin(orchestrator: string, input?: unknown, instanceId?: string): Promise<string>;
  /** Starts an instance and waits for its end. */
  run(orchestrator: string, input?: unknown, instanceId?: string): Promise<Status>;
  /** Waits until the instance has ended, or until `ready` returns true. */
  settled(instanceId: string, ready?: (status: Status) => boolean): Promise<Status>;
  status(instanceId: string): Promise<Status>;
  history(instanceId: string): Promise<Record<string, unknown>[]>;
  raise(instanceId: string, event: string, data?: unknown): Promise<void>;
  signal(entity: string, key: string, operation: string, input?: unknown): Promise<void>;
  /** The entity's state once `ready` returns true. */
  entity(name: string, key: string, ready: (state: unknown) => boolean): Promise<unknown>;
  /** A copy of the data folder, as a host killed at this moment would leave it. */
  remains(): string;
  stop(graceMs?: number): Promise<void>;
}

export interface HubOptions {
  settings?: Partial<DurableTaskSettings>;
  /** Default: a new folder. */
  folder?: string;
  /** Do not start processing. */
  asleep?: boolean;
  origin?: string;
  flex?: FlexOptions;
}

const defaults: DurableTaskSettings = {
  hubName: 'TestHub',
  versionMatchStrategy: 'CurrentOrOlder',
  versionFailureStrategy: 'Reject',
  maxConcurrentActivityFunctions: 20,
  maxConcurrentOrchestratorFunctions: 20,
  maxConcurrentEntityFunctions: 20,
  maxEntityOperationBatchSize: 5000,
  maxOrchestrationActions: 100_000,
  overridableExistingInstanceStates: 'NonRunningStates',
  defaultAsyncRequestSleepTimeMs: 30_000,
  maxQueuePollingIntervalMs: 30_000,
  partitionCount: 4,
};

const json = { 'content-type': 'application/json' };
const final = ['Completed', 'Failed', 'Terminated'];
const folders: string[] = [];
const open = new Set<DurableExtension>();

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taskhub-'));
  folders.push(folder);
  return folder;
}

/** Call after each test: stops all hubs and deletes their folders. */
export async function closeHubs(): Promise<void> {
  for (const extension of open) await extension.stop(0);
  open.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function openHub(app: AppUnderTest, options: HubOptions = {}): Hub {
  const folder = options.folder ?? temporaryFolder();
  const invoked: Invoked[] = [];
  const warnings: string[] = [];
  const run = app.execute(() => extension.clientBinding());
  const execute: Execute = (fn, request) => {
    invoked.push({ fn, request });
    return run(fn, request);
  };
  const extension = makeDurableExtension({
    functions: app.registered(),
    execute,
    settings: { ...defaults, ...options.settings },
    dataFolder: folder,
    origin: options.origin ?? 'http://localhost:7071',
    systemKey: 'key',
    ...(options.flex && { flex: { options: options.flex, requests: makeWaitingRequests() } }),
    logs: {
      write(level, _category, message) {
        if (level === 'warning' || level === 'critical') warnings.push(message);
      },
    },
  });
  open.add(extension);
  if (!options.asleep) extension.start();
  return { ...clientOf(extension), extension, folder, invoked, warnings, ...endsOf(extension, folder) };
}

function endsOf(extension: DurableExtension, folder: string): Pick<Hub, 'remains' | 'stop'> {
  return {
    remains() {
      const copy = temporaryFolder();
      cpSync(folder, copy, { recursive: true });
      return copy;
    },
    async stop(graceMs = 0) {
      open.delete(extension);
      await extension.stop(graceMs);
    },
  };
}

type Client = Omit<Hub, 'extension' | 'folder' | 'invoked' | 'warnings' | 'remains' | 'stop'>;

function clientOf(extension: DurableExtension): Client {
  const request: Hub['request'] = (method, path, body = '', headers = {}) => {
    const [plain = '', query = ''] = path.split('?');
    const parts = { method, path: plain, query: new URLSearchParams(query), headers, body: Buffer.from(body) };
    return extension.handle(parts);
  };
  const status = async (id: string): Promise<Status> => {
    const { status: code, body } = await request('GET', `instances/${encodeURIComponent(id)}`);
    if (body === undefined) throw new Error(`The status of '${id}' is ${code}.`);
    return JSON.parse(body) as Status;
  };
  const begin: Hub['begin'] = async (orchestrator, input, id) => {
    const path = `orchestrators/${orchestrator}${id === undefined ? '' : `/${id}`}`;
    const { body = '{}' } = await request('POST', path, input === undefined ? '' : JSON.stringify(input), json);
    return (JSON.parse(body) as { id: string }).id;
  };
  const settled: Hub['settled'] = (id, ready = ({ runtimeStatus }) => final.includes(runtimeStatus)) =>
    until(() => status(id), ready);
  return {
    request,
    begin,
    status,
    settled,
    run: async (orchestrator, input, id) => settled(await begin(orchestrator, input, id)),
    async history(id) {
      const { body = '{}' } = await request('GET', `instances/${id}?showHistory=true&showHistoryOutput=true`);
      return (JSON.parse(body) as Status).historyEvents ?? [];
    },
    async raise(id, event, data = null) {
      await request('POST', `instances/${id}/raiseEvent/${event}`, JSON.stringify(data), json);
    },
    async signal(entity, key, operation, input) {
      const body = input === undefined ? '' : JSON.stringify(input);
      await request('POST', `entities/${entity}/${key}?op=${operation}`, body, json);
    },
    entity: (name, key, ready) =>
      until(async () => JSON.parse((await request('GET', `entities/${name}/${key}`)).body ?? 'null') as unknown, ready),
  };
}

/** Polls without a limit of its own; the test's timeout ends it. */
export async function until<T>(look: () => T | Promise<T>, ready: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await look();
    if (ready(found)) return found;
    await sleep(2);
  }
}
