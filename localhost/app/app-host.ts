// Starts and stops one loaded app. On stop it drains: listeners and HTTP first, then the task hub.

import type { FlexOptions } from '../config/flex-options';
import type { HostJson } from '../config/host-json';
import type { Console } from '../core/logs';
import type { AzuriteClock } from '../emulators/azurite-clock';
import type { CorsOptions } from '../triggers/http/cors';
import type { HttpServer } from '../triggers/http/server';
import type { RegisteredFunction } from '../worker/function-registry';
import { startWorker } from '../worker/worker';
import type { ClockControl } from './clock-control';
import { flexNotices } from './flex-notices';
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
  /** Whether the host itself sends the events of blob functions with source EventGrid. */
  eventGrid: boolean;
  /** Resolves when the emulators respond, or at once when none is needed. */
  storageReady: Promise<void>;
  cors?: CorsOptions;
  flex?: FlexOptions;
  clock?: ClockControl;
  /** The storage emulator's clock. */
  azuriteClock?: AzuriteClock;
}

export interface AppHost {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** How long running invocations may take to finish after Ctrl-C. */
const drainLimitMs = 10_000;

/** Loads the app. @throws StartupError when this host cannot run it. */
export async function makeAppHost(options: AppHostOptions): Promise<AppHost> {
  const { scriptRoot, hostJson, console, server } = options;
  // The emulators start while the app loads. `start` awaits this promise and reports a failure.
  options.storageReady.catch(() => undefined);
  const worker = await startWorker(scriptRoot, console);
  const functions = selected(worker.functions, hostJson.functions);
  const origin = `http://localhost:${server.port}`;
  const runtime = makeRuntime({ ...options, functions, invoke: worker.invoke, origin });
  const { clock, azuriteClock, ...others } = options;
  const front = makeHttpFront({
    ...others,
    ...runtime,
    ...(clock && { clock: clock.admin }),
    ...(worker.httpUri && { httpUri: worker.httpUri }),
  });
  return {
    async start() {
      await options.storageReady;
      runtime.durable?.start();
      server.open(front.handler);
      await runtime.listeners.start();
      clock?.start({ ...runtime, ...(azuriteClock && { azurite: azuriteClock }) });
      console.print(functionList(functions, front.routes, origin));
      printNotices(options, runtime);
    },
    async stop() {
      clock?.stop();
      if (!(await within(drainLimitMs, drain(runtime, server)))) {
        console.write('warning', 'Host.General', `Some invocations did not end within ${drainLimitMs / 1000} s.`);
      }
      await worker.terminate();
    },
  };
}

/** Stops the task hub last: functions that still run may be waiting for an orchestration. */
async function drain({ listeners, durable, idle }: Runtime, server: HttpServer): Promise<void> {
  await Promise.all([listeners.stop(), server.drain()]);
  await durable?.stop(drainLimitMs);
  await idle();
}

/** If `functions` in host.json is set, only the functions it names run. */
function selected(functions: RegisteredFunction[], names: string[] | undefined): RegisteredFunction[] {
  if (!names) return functions;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return functions.filter((fn) => wanted.has(fn.name.toLowerCase()));
}

function printNotices({ console, enableAuth, flex }: AppHostOptions, runtime: Runtime): void {
  const { functions, isDisabled, keys } = runtime;
  for (const { name } of functions) if (isDisabled(name)) console.print(`Function ${name} is disabled.`);
  if (enableAuth) console.print(`Requests need a key. The keys are in ${keys.path}`);
  if (flex) for (const line of flexNotices(flex, runtime)) console.print(line);
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
