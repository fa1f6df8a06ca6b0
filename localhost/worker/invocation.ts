// Runs one invocation through the library in the same order as the Node worker:
// arguments, pre-invocation hooks, handler, post-invocation hooks, response.

import type { CoreInvocationContext, ProgrammingModel } from './core-module';
import type { RegisteredFunction } from './function-registry';
import type { Hooks } from './hooks';
import { plainTextAsJson } from './plain-text-as-json';
import { transferBytes } from './transfer-bytes';
import type { ParameterBinding, TypedData } from './typed-data';
import type { LogSource, WorkerLog } from './worker-log';

export interface Invocation {
  invocationId: string;
  inputData: ParameterBinding[];
  triggerMetadata?: Record<string, TypedData>;
  retryContext?: object;
}

export interface InvocationOutcome {
  outputData: ParameterBinding[];
  returnValue?: TypedData;
  /** Set when the result after the post-invocation hooks is null or undefined. */
  empty?: true;
}

/**
 * Runs the function's handler once.
 * @throws what the handler, a hook or a conversion threw. Other values are wrapped in an Error, as in the Node worker.
 */
export type Invoke = (fn: RegisteredFunction, invocation: Invocation) => Promise<InvocationOutcome>;

export function makeInvoke(deps: { model: ProgrammingModel; hooks: Hooks; log: WorkerLog }): Invoke {
  return async (fn, invocation) => {
    const source: LogSource = { functionName: fn.name, hookData: {} };
    const core = coreContext(fn, invocation, (level, category, message) => deps.log(level, category, message, source));
    try {
      const pending = deps.model.getInvocationModel(core);
      const model = pending instanceof Promise ? await pending : pending;
      const { context, inputs } = await model.getArguments();
      source.invocationContext = context;
      const call = { context, inputs, callback: fn.callback, hookData: source.hookData };
      await beforeHandler(deps.hooks, core, call);
      const outcome = await handlerOutcome(core, () => model.invokeFunction(context, call.inputs, call.callback));
      const result = await afterHandler(deps.hooks, core, call, outcome);
      const response = await model.getResponse(context, result);
      return {
        ...((result === undefined || result === null) && { empty: true }),
        outputData: response.outputData ?? [],
        ...(response.returnValue && { returnValue: response.returnValue }),
      };
    } catch (thrown) {
      throw asError(thrown);
    }
  };
}

/** The call about to be made. Pre-invocation hooks may replace its inputs and callback. */
interface Call {
  context: unknown;
  inputs: unknown[];
  callback: RegisteredFunction['callback'];
  hookData: Record<string, unknown>;
}

function coreContext(
  fn: RegisteredFunction,
  invocation: Invocation,
  log: CoreInvocationContext['log'],
): CoreInvocationContext {
  const { invocationId, inputData, triggerMetadata, retryContext } = invocation;
  return {
    invocationId,
    request: {
      invocationId,
      functionId: fn.name,
      inputData: inputData.map(({ name, data }) => ({ name, data: transferBytes(plainTextAsJson(data)) })),
      triggerMetadata: metadataFor(fn, triggerMetadata),
      traceContext: { traceParent: '', traceState: '', attributes: {} },
      retryContext: retryContext ?? null,
    },
    metadata: fn,
    state: undefined,
    log,
  };
}

/** Route parameters of a streamed request stay texts: the library takes them as they are, and ignores anything else. */
function metadataFor(fn: RegisteredFunction, metadata: Invocation['triggerMetadata'] = {}): Record<string, TypedData> {
  if (fn.trigger.type.toLowerCase() === 'httptrigger') return metadata;
  const texts: Record<string, TypedData> = {};
  for (const name of Object.keys(metadata)) texts[name] = plainTextAsJson(metadata[name] ?? {});
  return texts;
}

async function beforeHandler(hooks: Hooks, core: CoreInvocationContext, call: Call): Promise<void> {
  if (!hooks.has('preInvocation')) return;
  const context = {
    hookData: call.hookData,
    appHookData: hooks.appHookData,
    invocationContext: call.context,
    functionCallback: call.callback,
    inputs: call.inputs,
  };
  core.state = 'preInvocationHooks';
  await hooks.run('preInvocation', context);
  core.state = undefined;
  call.inputs = context.inputs;
  call.callback = context.functionCallback;
}

async function handlerOutcome(
  core: CoreInvocationContext,
  run: () => Promise<unknown>,
): Promise<{ result: unknown; error: unknown }> {
  core.state = 'invocation';
  try {
    return { result: await run(), error: null };
  } catch (error) {
    return { result: null, error: error ?? new Error('Unknown error') };
  } finally {
    core.state = undefined;
  }
}

async function afterHandler(
  hooks: Hooks,
  core: CoreInvocationContext,
  call: Call,
  outcome: { result: unknown; error: unknown },
): Promise<unknown> {
  const context = {
    hookData: call.hookData,
    appHookData: hooks.appHookData,
    invocationContext: call.context,
    inputs: call.inputs,
    ...outcome,
  };
  if (hooks.has('postInvocation')) {
    core.state = 'postInvocationHooks';
    await hooks.run('postInvocation', context);
    core.state = undefined;
  }
  if (context.error !== null && context.error !== undefined) throw context.error;
  return context.result;
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  if (thrown === undefined || thrown === null) return new Error('Unknown error');
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}
