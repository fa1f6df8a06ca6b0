// One way to run a function, whatever triggered it: resolve input bindings, invoke, apply output bindings, log both ends.

import type { RegisteredFunction } from './worker/function-registry';
import type { TypedData } from './worker/typed-data';

export interface ExecutionRequest {
  /** Shown on the console: `Executing 'Functions.x' (Reason='…', Id=…)`. */
  reason: string;
  /** The trigger's value. */
  trigger: TypedData;
  /** What user code sees as `context.triggerMetadata`, by wire name (`DequeueCount`). */
  triggerMetadata?: Record<string, TypedData>;
  /** Values for `{expressions}` in other bindings' paths, by name; the trigger's own properties included. */
  bindingData?: Record<string, unknown>;
  retryContext?: {
    retryCount: number;
    maxRetryCount: number;
    exception?: { message: string; source: string; stackTrace: string };
  };
}

export interface ExecutionResult {
  invocationId: string;
  /** The handler's result, encoded; absent when it returned nothing. */
  returnValue?: TypedData;
}

/**
 * Runs a function once, with its input and output bindings.
 * @throws the handler's own error, or that of a binding; it was logged already.
 */
export type Execute = (fn: RegisteredFunction, request: ExecutionRequest) => Promise<ExecutionResult>;
