// `@azure/functions-core`: the module through which @azure/functions and durable-functions reach the host. No package
// contains it: a Functions worker provides it by intercepting `require`.

import Module from 'node:module';
import type { LogLevel } from '../core/logs';
import type { FunctionMetadata, FunctionRegistry, RegisteredFunction } from './function-registry';
import type { HookCallback, Hooks } from './hooks';

export type LogCategory = 'user' | 'system' | 'customMetric';

/** The versions of the worker and host that this host reproduces. Telemetry packages read both. */
export const workerVersion = '3.12.0';
export const hostVersion = '4.1037.0';

/** Set by @azure/functions. It converts between the worker protocol and the programming model. */
export interface ProgrammingModel {
  name: string;
  version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  /** Absent in the first versions of the library. */
  getCapabilities?(capabilities: Record<string, string>): Record<string, string> | Promise<Record<string, string>>;
}

export interface CoreInvocationContext {
  invocationId: string;
  request: InvocationRequest;
  metadata: { name: string; bindings: RegisteredFunction['bindings'] };
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log(level: LogLevel, category: LogCategory, message: string): void;
}

export interface InvocationRequest {
  invocationId: string;
  functionId: string;
  inputData: { name: string; data: object }[];
  triggerMetadata: Record<string, object>;
  traceContext: { traceParent: string; traceState: string; attributes: Record<string, string> };
  retryContext: object | null;
}

export interface InvocationResponse {
  outputData?: { name: string; data: object }[];
  returnValue?: object | null;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: RegisteredFunction['callback']): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface CoreModule {
  exports: object;
  /** The last model that was set; undefined until the app registers its first function. */
  programmingModel(): ProgrammingModel | undefined;
}

class Disposable {
  readonly #callback: () => unknown;
  constructor(callback: () => unknown) {
    this.#callback = callback;
  }
  static from(...disposables: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }
  dispose(): unknown {
    return this.#callback();
  }
}

export function makeCoreModule(deps: {
  registry: FunctionRegistry;
  hooks: Hooks;
  log(level: LogLevel, category: LogCategory, message: string): void;
}): CoreModule {
  let model: ProgrammingModel | undefined;
  const members = {
    version: workerVersion,
    hostVersion,
    registerFunction: (metadata: FunctionMetadata, callback: RegisteredFunction['callback']) =>
      new Disposable(deps.registry.register(metadata, callback)),
    setProgrammingModel(next: ProgrammingModel) {
      model = next;
    },
    getProgrammingModel: () => model,
    registerHook: (name: string, callback: HookCallback) => new Disposable(deps.hooks.register(name, callback)),
    log: deps.log,
    Disposable,
  };
  return { exports: members, programmingModel: () => model };
}

let installed = false;
type Load = (request: string, ...rest: unknown[]) => unknown;

/**
 * Returns the module for every `require('@azure/functions-core')` in this process. This works for ESM apps too, because
 * @azure/functions itself is CommonJS. @azure/functions keeps the first module it gets for the life of the process.
 */
export function installCoreModule(core: CoreModule): void {
  if (installed) throw new Error('A process can run only one host: @azure/functions keeps the first one.');
  installed = true;
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  loader._load = (request, ...rest) =>
    request === '@azure/functions-core' ? core.exports : original(request, ...rest);
}
