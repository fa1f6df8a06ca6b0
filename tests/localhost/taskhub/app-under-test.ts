// Loads an app with unmodified @azure/functions and durable-functions under the worker's core module, for tests that run real
// orchestrators on the task hub. One app per test file: the library keeps the first core module it gets.

import type { Execute, ExecutionRequest } from '../../../localhost/execution/executor';
import { makeCoreModule } from '../../../localhost/worker/core-module';
import { makeFunctionRegistry, type RegisteredFunction } from '../../../localhost/worker/function-registry';
import { makeHooks } from '../../../localhost/worker/hooks';
import { makeInvoke } from '../../../localhost/worker/invocation';

export type DurableFunctions = typeof import('durable-functions');
export type Functions = typeof import('@azure/functions');

export interface AppUnderTest {
  df: DurableFunctions;
  functions: Functions;
  registered(): RegisteredFunction[];
  /** Runs functions; `durableClient` inputs get what `clientBinding` returns. */
  execute(clientBinding: () => string): Execute;
}

export function loadAppUnderTest(): AppUnderTest {
  const registry = makeFunctionRegistry();
  const hooks = makeHooks();
  const core = makeCoreModule({ registry, hooks, log: () => undefined });
  jest.doMock('@azure/functions-core', () => core.exports, { virtual: true });
  const functions = require('@azure/functions') as Functions;
  const df = require('durable-functions') as DurableFunctions;
  let invocations = 0;
  return {
    df,
    functions,
    registered: () => registry.functions(),
    execute: (clientBinding) => async (fn, request) => {
      const model = core.programmingModel();
      if (!model) throw new Error('The app under test registered no function.');
      const invoke = makeInvoke({ model, hooks, log: () => undefined });
      const invocationId = String(++invocations);
      const outcome = await invoke(fn, { invocationId, ...invocationOf(fn, request, clientBinding) });
      return { invocationId, ...(outcome.returnValue && { returnValue: outcome.returnValue }) };
    },
  };
}

function invocationOf(fn: RegisteredFunction, request: ExecutionRequest, clientBinding: () => string) {
  const clients = Object.values(fn.bindings).filter(({ type }) => type === 'durableClient');
  return {
    inputData: [
      { name: fn.trigger.name, data: request.trigger },
      ...clients.map(({ name }) => ({ name, data: { string: clientBinding() } })),
    ],
    ...(request.triggerMetadata && { triggerMetadata: request.triggerMetadata }),
  };
}
