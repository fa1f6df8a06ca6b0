// Assembles what runs a loaded app's functions: settings, bindings, keys, executor, task hub and listeners.

import { join } from 'node:path';
import { type Bindings, makeBindings } from '../bindings/bindings';
import { makeConnections } from '../bindings/connections';
import { makeIsDisabled, makeSetting } from '../config/app-settings';
import type { FlexOptions } from '../config/flex-options';
import { makeHostId } from '../config/host-id';
import type { HostJson } from '../config/host-json';
import type { Setting } from '../config/resolve-settings';
import type { Console } from '../core/logs';
import { StartupError } from '../core/startup-error';
import { type Execute, makeExecute } from '../execution/executor';
import { type Running, trackRunning } from '../execution/running';
import type { FlexReport } from '../taskhub/arrivals/flex-arrivals';
import { makeWaitingRequests, type RequestReport } from '../taskhub/arrivals/waiting-requests';
import type { DurableExtension, DurableExtensionOptions } from '../taskhub/extension';
import { type KeyStore, openKeyStore } from '../triggers/http/keys';
import type { RegisteredFunction } from '../worker/function-registry';
import type { Invoke } from '../worker/invocation';
import { checkSupport, usesDurable } from './check-support';
import { type Listeners, makeListeners } from './listeners';

export interface RuntimeOptions {
  scriptRoot: string;
  dataFolder: string;
  hostJson: HostJson;
  console: Console;
  functions: RegisteredFunction[];
  eventGrid: boolean;
  invoke: Invoke;
  /** Where the host listens, e.g. `http://localhost:7071`. */
  origin: string;
  flex?: FlexOptions;
}

export interface Runtime {
  functions: RegisteredFunction[];
  setting: Setting;
  isDisabled(functionName: string): boolean;
  hostId: string;
  keys: KeyStore;
  bindings: Bindings;
  execute: Execute;
  idle: Running['idle'];
  /** True when no function runs, and none can before something is due or arrives. */
  isQuiet(): boolean;
  /** Absent when the app does not use durable-functions. */
  durable?: DurableExtension;
  listeners: Listeners;
  /** The body of `/admin/host/flex`; absent without `--flex`, and in an app without durable functions. */
  flexStatus?(): FlexReport & { requests: RequestReport };
}

/** @throws StartupError when this host cannot run one of the functions. */
export function makeRuntime(options: RuntimeOptions): Runtime {
  const { functions, hostJson, console, dataFolder, origin } = options;
  const setting = makeSetting(process.env);
  const isDisabled = makeIsDisabled(setting);
  const connections = makeConnections(setting);
  const bindings = makeBindings({
    hostJson,
    connections,
    setting,
    queueSent: (queue) => listeners.queueSent(queue),
    blobWritten: (container) => listeners.blobWritten(container),
    documentsWritten: (database, container) => listeners.documentsWritten(database, container),
  });
  const enabled = functions.filter(({ name }) => !isDisabled(name));
  checkSupport(enabled, bindings);
  const names = functions.map(({ name }) => name);
  const keys = openKeyStore(join(dataFolder, 'keys.json'), names);
  const requests = options.flex && makeWaitingRequests();
  const flex = options.flex && requests && { options: options.flex, requests };
  const executeOnce = makeExecute({
    invoke: options.invoke,
    bindings,
    durableClient: (invocation) => durable?.clientBinding(invocation) ?? '',
    logs: console,
    ...(hostJson.functionTimeoutMs !== undefined && { timeoutMs: hostJson.functionTimeoutMs }),
  });
  const { execute, idle, isIdle } = trackRunning(requests?.track(executeOnce) ?? executeOnce);
  const systemKey = keys.systemKey('durabletask_extension');
  const settings = hostJson.durableTask;
  const durable = usesDurable(functions)
    ? makeDurable({
        functions: enabled,
        execute,
        settings,
        dataFolder,
        origin,
        systemKey,
        logs: console,
        ...(flex && { flex }),
      })
    : undefined;
  const hostId = makeHostId(options.scriptRoot, setting('AzureFunctionsWebHost__hostid'));
  const { eventGrid } = options;
  const context = { execute, hostJson, hostId, connections, logs: console, setting, eventGrid };
  const listeners = makeListeners(enabled, context);
  const isQuiet = () => isIdle() && listeners.isQuiet() && durable?.isIdle() !== false;
  const runtime = { functions, setting, isDisabled, hostId, keys, bindings, execute, idle, isQuiet, listeners };
  if (!durable) return runtime;
  const { flexReport } = durable;
  const flexStatus = flexReport && requests && (() => ({ ...flexReport(), requests: requests.report() }));
  return { ...runtime, durable, ...(flexStatus && { flexStatus }) };
}

function makeDurable(options: DurableExtensionOptions): DurableExtension {
  const { makeDurableExtension } = require('../taskhub/extension') as typeof import('../taskhub/extension');
  try {
    return makeDurableExtension(options);
  } catch (cause) {
    throw new StartupError((cause as Error).message, { cause });
  }
}
