// Runs a function, whatever triggered it: resolves input bindings, invokes it, applies output bindings, and logs start
// and end.

import { randomUUID } from 'node:crypto';
import type { Bindings } from '../bindings/bindings';
import type { Logs } from '../core/logs';
import type { Binding, RegisteredFunction } from '../worker/function-registry';
import type { InvocationOutcome, Invoke } from '../worker/invocation';
import type { ParameterBinding, TypedData } from '../worker/typed-data';
import { type BindingPlan, makeBindingPlan } from './binding-plan';

export interface ExecutionRequest {
  /** Shown on the console: `Executing 'Functions.x' (Reason='…', Id=…)`. */
  reason: string;
  trigger: TypedData;
  /** What user code sees as `context.triggerMetadata`, keyed by wire name (`DequeueCount`). */
  triggerMetadata?: Record<string, TypedData>;
  /** Values for `{expressions}` in other bindings, keyed by name, including the trigger's own properties. */
  bindingData?: Record<string, unknown>;
  retryContext?: {
    retryCount: number;
    maxRetryCount: number;
    exception?: { message: string; source: string; stackTrace: string };
  };
  /** Set when the caller must know the id in advance. Default: a new id. */
  invocationId?: string;
}

export interface ExecutionResult {
  invocationId: string;
  /** The handler's result, encoded; absent when it returned nothing. */
  returnValue?: TypedData;
  /** Set when the handler returned nothing. Needed because with HTTP streaming there is never a return value. */
  empty?: true;
}

/**
 * Runs a function once, with its input and output bindings.
 * @throws the error of the handler or of a binding; it has already been logged.
 */
export type Execute = (fn: RegisteredFunction, request: ExecutionRequest) => Promise<ExecutionResult>;

export interface ExecutorDeps {
  invoke: Invoke;
  bindings: Bindings;
  /** The JSON text for `durableClient` inputs of an invocation. */
  durableClient(invocation: { fn: RegisteredFunction; invocationId: string }): string;
  logs: Logs;
  /** `functionTimeout` of host.json. After it the result is ignored; the handler cannot be stopped in process. */
  timeoutMs?: number;
}

export function makeExecute(deps: ExecutorDeps): Execute {
  const plans = new Map<RegisteredFunction, BindingPlan>();
  const planOf = (fn: RegisteredFunction) => {
    let plan = plans.get(fn);
    if (!plan) {
      plan = makeBindingPlan(fn);
      plans.set(fn, plan);
    }
    return plan;
  };
  return async (fn, request) => {
    const invocationId = request.invocationId ?? randomUUID();
    const plan = planOf(fn);
    const { category } = plan;
    const began = performance.now();
    deps.logs.write(
      'information',
      category,
      `Executing 'Functions.${fn.name}' (Reason='${request.reason}', Id=${invocationId})`,
    );
    const ended = (how: string) =>
      `Executed 'Functions.${fn.name}' (${how}, Id=${invocationId}, Duration=${Math.round(performance.now() - began)}ms)`;
    try {
      const run = runOnce(deps, plan, fn, request, invocationId);
      const outcome = await (deps.timeoutMs === undefined
        ? run
        : withTimeout(run, deps.timeoutMs, fn.name, invocationId));
      deps.logs.write('information', category, ended('Succeeded'));
      return {
        invocationId,
        ...(outcome.empty && { empty: true }),
        ...(outcome.returnValue && { returnValue: outcome.returnValue }),
      };
    } catch (error) {
      deps.logs.write('error', category, `${ended('Failed')}\n${failureText(fn.name, error)}`);
      throw error;
    }
  };
}

async function runOnce(
  deps: ExecutorDeps,
  plan: BindingPlan,
  fn: RegisteredFunction,
  request: ExecutionRequest,
  invocationId: string,
): Promise<InvocationOutcome> {
  const bindingData = plan.bindsValues ? { ...request.bindingData, sys: { methodname: fn.name } } : {};
  const inputData: ParameterBinding[] = [{ name: fn.trigger.name, data: request.trigger }];
  if (plan.inputs.length > 0) {
    inputData.push(
      ...(await Promise.all(
        plan.inputs.map((binding) => resolveInput(deps, { fn, invocationId }, binding, bindingData)),
      )),
    );
  }
  const { triggerMetadata, retryContext } = request;
  const outcome = await deps.invoke(fn, {
    invocationId,
    inputData,
    ...(triggerMetadata && { triggerMetadata }),
    ...(retryContext && { retryContext }),
  });
  await applyOutputs(deps, plan, outcome, bindingData);
  return outcome;
}

async function resolveInput(
  deps: ExecutorDeps,
  invocation: { fn: RegisteredFunction; invocationId: string },
  binding: Binding,
  bindingData: Record<string, unknown>,
): Promise<ParameterBinding> {
  if (binding.type.toLowerCase() === 'durableclient') {
    return { name: binding.name, data: { string: deps.durableClient(invocation) } };
  }
  return { name: binding.name, data: (await deps.bindings.resolveInput(binding, bindingData)) ?? {} };
}

/** Writes all outputs concurrently. If one fails, the invocation fails. */
async function applyOutputs(
  deps: ExecutorDeps,
  plan: BindingPlan,
  outcome: InvocationOutcome,
  bindingData: Record<string, unknown>,
): Promise<void> {
  const writes: Promise<void>[] = [];
  for (const { name, data } of outcome.outputData) {
    const binding = plan.outputs.get(name);
    if (binding) writes.push(deps.bindings.applyOutput(binding, data, bindingData));
  }
  if (plan.returns && outcome.returnValue) {
    writes.push(deps.bindings.applyOutput(plan.returns, outcome.returnValue, bindingData));
  }
  if (writes.length > 0) await Promise.all(writes);
}

function withTimeout<T>(run: Promise<T>, timeoutMs: number, name: string, invocationId: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const limit = `Timeout value of ${timeoutMs / 1000} s`;
      reject(new Error(`${limit} exceeded by function 'Functions.${name}' (Id: '${invocationId}').`));
    }, timeoutMs);
    const inTime = <V>(settle: (value: V) => void) => {
      return (value: V) => {
        clearTimeout(timer);
        settle(value);
      };
    };
    run.then(inTime(resolve), inTime(reject));
  });
}

function failureText(name: string, error: unknown): string {
  const { message, stack } = error as Error;
  return `Exception while executing function: Functions.${name}. Result: Failure\nException: ${message}\nStack: ${stack}`;
}
