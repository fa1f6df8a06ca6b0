// Loads a function app: requires its entry files, runs its appStart hooks and exchanges capabilities with the
// programming model. Install the core module and set the environment first.

import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartupError } from '../core/startup-error';
import type { CoreModule, ProgrammingModel } from './core-module';
import { findEntryFiles } from './entry-files';
import type { FunctionRegistry, RegisteredFunction } from './function-registry';
import type { Hooks } from './hooks';

export interface LoadedApp {
  functions: RegisteredFunction[];
  model: ProgrammingModel;
  /** Where to forward HTTP requests when the app has enabled HTTP streaming. */
  httpUri?: string;
  /** Runs the appTerminate hooks. */
  terminate(): Promise<void>;
}

/** The capabilities that the Node worker announces to the programming model. */
const workerCapabilities = [
  'RawHttpBodyBytes',
  'RpcHttpTriggerMetadataRemoved',
  'RpcHttpBodyOnly',
  'IgnoreEmptyValuedRpcHttpHeaders',
  'UseNullableValueDictionaryForHttp',
  'WorkerStatus',
  'TypedDataCollection',
  'HandlesWorkerTerminateMessage',
];

/** @throws StartupError when a file cannot be loaded, or the app registers no function. */
export async function loadApp(
  appFolder: string,
  worker: { core: CoreModule; registry: FunctionRegistry; hooks: Hooks },
): Promise<LoadedApp> {
  const { files, esm } = findEntryFiles(appFolder);
  for (const file of files) await loadFile(file, esm, appFolder);
  const { registry, hooks, core } = worker;
  const shared = { hookData: hooks.appLevelData, appHookData: hooks.appHookData };
  await hooks.run('appStart', { ...shared, functionAppDirectory: appFolder });
  const model = core.programmingModel();
  if (!model) throw new StartupError(noFunctions(appFolder));
  const announced = Object.fromEntries(workerCapabilities.map((name) => [name, 'true']));
  const capabilities = (await model.getCapabilities?.(announced)) ?? {};
  registry.lock();
  return {
    functions: registry.functions(),
    model,
    ...(capabilities.HttpUri && { httpUri: capabilities.HttpUri }),
    terminate: () => hooks.run('appTerminate', shared),
  };
}

function noFunctions(appFolder: string): string {
  const [file] = globSync('*/function.json', { cwd: appFolder });
  if (file === undefined) return `The app in ${appFolder} registers no functions with @azure/functions v4.`;
  return `The app in ${appFolder} uses the programming model v3 (${file}), which the local host does not run. Migrate it to v4, or run it with Azure Functions Core Tools (func start).`;
}

async function loadFile(file: string, esm: boolean, appFolder: string): Promise<void> {
  try {
    const isEsm = file.endsWith('.mjs') || (esm && file.endsWith('.js'));
    if (isEsm) await import(pathToFileURL(file).href);
    else require(file);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(
      `Worker was unable to load entry point "${relative(appFolder, file)}": ${firstLine(message)}`,
      { cause },
    );
  }
}

/** Drops the require stack that Node appends to "Cannot find module"; `--verbose` shows it. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
