// One loaded app with everything that runs its functions: worker, executor, bindings, triggers, task hub, HTTP.

import { join } from 'node:path';
import { makeIsDisabled, makeSetting } from './app-settings';
import { functionList } from './banner';
import { makeBindings } from './bindings/bindings';
import { makeConnections } from './bindings/connections';
import { type Execute, makeExecute } from './executor';
import { makeHostId } from './host-id';
import type { HostJson } from './host-json';
import { makeHttpFront } from './http-front';
import { makeListeners } from './listeners';
import type { Console } from './logs';
import { StartupError } from './startup-error';
import { checkSupport, usesDurable } from './support';
import type { DurableExtension } from './taskhub/extension';
import type { CorsOptions } from './triggers/http/cors';
import { openKeyStore } from './triggers/http/keys';
import type { HttpServer } from './triggers/http/server';
import type { RegisteredFunction } from './worker/function-registry';
import { startWorker } from './worker/worker';

export interface AppHostOptions {
  scriptRoot: string;
  hostJson: HostJson;
  console: Console;
  server: HttpServer;
  dataFolder: string;
  enableAuth: boolean;
  storageReady: Promise<void>;
  cors?: CorsOptions;
}

export interface AppHost {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** How long running invocations may take to end after Ctrl-C. */
const drainLimitMs = 10_000;

/** Loads the app. @throws StartupError when it cannot run here. */
export async function makeAppHost(options: AppHostOptions): Promise<AppHost> {
  const { scriptRoot, hostJson, console, server, dataFolder } = options;
  // The emulator starts while the app loads; its failure is reported when it is waited for.
  options.storageReady.catch(() => undefined);
  const worker = await startWorker(scriptRoot, console);
  const functions = chosen(worker.functions, hostJson.functions);
  const setting = makeSetting(process.env);
  const isDisabled = makeIsDisabled(setting);
  const connections = makeConnections(setting);
  const bindings = makeBindings({
    hostJson,
    connections,
    setting,
    queueSent: (queue) => listeners.queueSent(queue),
    blobWritten: (container) => listeners.blobWritten(container),
  });
  checkSupport(functions, bindings);
  const keys = openKeyStore(
    join(dataFolder, 'keys.json'),
    functions.map(({ name }) => name),
  );
  const origin = `http://localhost:${server.port}`;
  const execute = makeExecute({
    invoke: worker.invoke,
    bindings,
    durableClient: () => durable?.clientBinding() ?? '',
    logs: console,
    ...(hostJson.functionTimeoutMs !== undefined && { timeoutMs: hostJson.functionTimeoutMs }),
  });
  const durable = usesDurable(functions)
    ? makeDurable({ ...options, functions, execute, origin, systemKey: keys.systemKey('durabletask_extension') })
    : undefined;
  const hostId = makeHostId(scriptRoot, setting('AzureFunctionsWebHost__hostid'));
  const enabled = functions.filter((fn) => !isDisabled(fn.name));
  const listeners = makeListeners(enabled, { execute, hostJson, hostId, connections, logs: console, setting });
  const front = makeHttpFront({
    ...options,
    functions,
    bindings,
    execute,
    keys,
    hostId,
    setting,
    isDisabled,
    listeners,
    ...(durable && { durable }),
    ...(worker.httpUri && { httpUri: worker.httpUri }),
  });
  return {
    async start() {
      await options.storageReady;
      durable?.start();
      server.open(front.handler);
      await listeners.start();
      console.print(functionList(functions, front.routes, origin));
      for (const { name } of functions) if (isDisabled(name)) console.print(`Function ${name} is disabled.`);
      if (options.enableAuth) console.print(`Keys are asked for; they are in ${keys.path}`);
    },
    async stop() {
      const idle = Promise.all([listeners.stop(), server.drain()]);
      if (!(await within(drainLimitMs, idle))) {
        console.write('warning', 'Host.General', `Some invocations did not end within ${drainLimitMs / 1000} s.`);
      }
      await durable?.stop(drainLimitMs);
      await worker.terminate();
    },
  };
}

/** `functions` of host.json names the only ones to run. */
function chosen(functions: RegisteredFunction[], names: string[] | undefined): RegisteredFunction[] {
  if (!names) return functions;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return functions.filter((fn) => wanted.has(fn.name.toLowerCase()));
}

function makeDurable(
  options: AppHostOptions & { functions: RegisteredFunction[]; execute: Execute; origin: string; systemKey: string },
): DurableExtension {
  const { makeDurableExtension } = require('./taskhub/extension') as typeof import('./taskhub/extension');
  try {
    return makeDurableExtension({ ...options, settings: options.hostJson.durableTask, logs: options.console });
  } catch (cause) {
    throw new StartupError((cause as Error).message, { cause });
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
