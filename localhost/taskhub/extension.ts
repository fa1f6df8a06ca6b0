// The durable extension, as the rest of the host uses it: client binding, management API and task hub engine.

import type { FlexOptions } from '../config/flex-options';
import type { DurableTaskSettings } from '../config/host-json';
import type { Logs } from '../core/logs';
import type { Execute } from '../execution/executor';
import type { RegisteredFunction } from '../worker/function-registry';
import { makeClientUrls, splitSender } from './api/client-urls';
import { makeInstanceOperations } from './api/instance-operations';
import { makeManagementApi } from './api/management-api';
import type { ManagementRequest, ManagementResponse } from './api/management-request';
import { durableSide, type MakeArrivals } from './arrivals/arrivals';
import { type FlexArrivals, type FlexReport, makeFlexArrivals } from './arrivals/flex-arrivals';
import type { WaitingRequests } from './arrivals/waiting-requests';
import { durableTriggers } from './durable-triggers';
import { makeEngine } from './engine';
import { makeFunctionCatalog } from './function-catalog';
import { openStore } from './store';

export interface DurableExtensionOptions {
  /** All functions of the app; the extension picks orchestrators, activities and entities by trigger type. */
  functions: RegisteredFunction[];
  execute: Execute;
  settings: DurableTaskSettings;
  /** The folder for the task hub's SQLite file. */
  dataFolder: string;
  /** Where the host listens, e.g. `http://localhost:7071`; the base of management urls. */
  origin: string;
  /** The `durabletask_extension` system key; `code=` in management urls. */
  systemKey: string;
  logs: Logs;
  /** With `--flex`: durable functions run apart from all others. */
  flex?: { options: FlexOptions; requests: WaitingRequests };
}

export interface DurableExtension {
  /**
   * The JSON text that a `durableClient` input binding receives.
   * @param invocation who uses it; matters with `--flex` only.
   */
  clientBinding(invocation?: { fn: RegisteredFunction; invocationId: string }): string;
  handle(request: ManagementRequest): Promise<ManagementResponse>;
  /** Resumes unfinished work and starts accepting new work. */
  start(): void;
  /** Accepts no new work, waits up to `graceMs` for running invocations, and closes the store. */
  stop(graceMs: number): Promise<void>;
  /** True when no work can be done before a timer is due or a message arrives. */
  isIdle(): boolean;
  /** Absent without `--flex`. */
  flexReport?(): FlexReport;
}

/**
 * Creates the durable extension of one app. Opens the task hub at once; work runs only after `start`.
 * @throws Error with a message for the user when another host has opened the task hub.
 */
export function makeDurableExtension(options: DurableExtensionOptions): DurableExtension {
  const { execute, settings, logs, origin, systemKey, flex } = options;
  const store = openStore(options.dataFolder, settings.hubName);
  const catalog = makeFunctionCatalog(options.functions);
  let flexArrivals: FlexArrivals | undefined;
  const makeArrivals: MakeArrivals | undefined =
    flex &&
    ((durable) => {
      flexArrivals = makeFlexArrivals({ ...flex, settings }, durable);
      return flexArrivals;
    });
  const engine = makeEngine({ store, catalog, execute, settings, logs, ...(makeArrivals && { makeArrivals }) });
  const { commits, effects, arrivals } = engine;
  const operations = makeInstanceOperations({ store, commits, effects, arrivals, settings });
  const urls = makeClientUrls({ origin, hubName: settings.hubName, systemKey });
  const handle = makeManagementApi({ engine, store, catalog, operations, urls });
  const ends = { start: engine.start, stop: engine.stop, isIdle: engine.isIdle };
  if (!flexArrivals) return { clientBinding: () => urls.binding(), handle, ...ends };
  return {
    clientBinding: (by) => urls.binding(by && (isDurable(by.fn) ? durableSide : by.invocationId)),
    handle: (request) => handle({ ...request, ...splitSender(request.path) }),
    flexReport: flexArrivals.report,
    ...ends,
  };
}

function isDurable({ trigger }: RegisteredFunction): boolean {
  return durableTriggers.has(trigger.type.toLowerCase());
}
