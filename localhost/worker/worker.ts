// Assembles the Node worker: installs the core module, loads the app, and returns a function that runs invocations.

import type { Logs } from '../core/logs';
import { type LoadedApp, loadApp } from './app';
import { installCoreModule, makeCoreModule } from './core-module';
import { makeFunctionRegistry } from './function-registry';
import { makeHooks } from './hooks';
import { type Invoke, makeInvoke } from './invocation';
import { makeWorkerLog } from './worker-log';

export interface Worker extends Omit<LoadedApp, 'model'> {
  invoke: Invoke;
}

/** @throws StartupError when the app cannot be loaded. */
export async function startWorker(appFolder: string, logs: Logs): Promise<Worker> {
  const hooks = makeHooks();
  const registry = makeFunctionRegistry();
  const log = makeWorkerLog(hooks, logs);
  const core = makeCoreModule({ registry, hooks, log });
  installCoreModule(core);
  const { model, ...app } = await loadApp(appFolder, { core, registry, hooks });
  return { ...app, invoke: makeInvoke({ model, hooks, log }) };
}
