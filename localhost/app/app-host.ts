// One loaded app and its life: from the first request that waits to the last invocation that ends.

import type { HostJson } from '../config/host-json';
import type { Console } from '../core/logs';
import type { CorsOptions } from '../triggers/http/cors';
import type { HttpServer } from '../triggers/http/server';
import type { RegisteredFunction } from '../worker/function-registry';
import { startWorker } from '../worker/worker';
import { functionList } from './function-list';
import { makeHttpFront } from './http-front';
import { makeRuntime, type Runtime } from './runtime';

export interface AppHostOptions {
  scriptRoot: string;
  hostJson: HostJson;
  console: Console;
  server: HttpServer;
  dataFolder: string;
  enableAuth: boolean;
  /** The storage emulator answers, or is not needed. */
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
  const { scriptRoot, hostJson, console, server } = options;
  // The emulator starts while the app loads; its failure is reported when it is waited for.
  options.storageReady.catch(() => undefined);
  const worker = await startWorker(scriptRoot, console);
  const functions = chosen(worker.functions, hostJson.functions);
  const origin = `http://localhost:${server.port}`;
  const runtime = makeRuntime({ ...options, functions, invoke: worker.invoke, origin });
  const front = makeHttpFront({ ...options, ...runtime, ...(worker.httpUri && { httpUri: worker.httpUri }) });
  return {
    async start() {
      await options.storageReady;
      runtime.durable?.start();
      server.open(front.handler);
      await runtime.listeners.start();
      console.print(functionList(functions, front.routes, origin));
      printNotes(options, runtime);
    },
    async stop() {
      if (!(await within(drainLimitMs, drain(runtime, server)))) {
        console.write('warning', 'Host.General', `Some invocations did not end within ${drainLimitMs / 1000} s.`);
      }
      await worker.terminate();
    },
  };
}

/** The task hub comes last: functions that still run may be waiting for an orchestration. */
async function drain({ listeners, durable, idle }: Runtime, server: HttpServer): Promise<void> {
  await Promise.all([listeners.stop(), server.drain()]);
  await durable?.stop(drainLimitMs);
  await idle();
}

/** `functions` of host.json names the only ones to run. */
function chosen(functions: RegisteredFunction[], names: string[] | undefined): RegisteredFunction[] {
  if (!names) return functions;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return functions.filter((fn) => wanted.has(fn.name.toLowerCase()));
}

function printNotes({ console, enableAuth }: AppHostOptions, { functions, isDisabled, keys }: Runtime): void {
  for (const { name } of functions) if (isDisabled(name)) console.print(`Function ${name} is disabled.`);
  if (enableAuth) console.print(`Keys are asked for; they are in ${keys.path}`);
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
