// Running a function by hand through the admin API: what its input text means depends on its trigger.

import type { Bindings } from './bindings/bindings';
import type { Execute, ExecutionRequest } from './executor';
import { httpReason } from './triggers/http';
import type { RegisteredFunction } from './worker/function-registry';

/** @throws when functions with this trigger cannot be run by hand. */
export function manualRequest(
  fn: RegisteredFunction,
  input: string,
  bindings: Bindings,
): (() => Promise<ExecutionRequest>) | ExecutionRequest {
  const reason = httpReason;
  switch (fn.trigger.type.toLowerCase()) {
    case 'timertrigger':
      return {
        reason,
        trigger: { json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus: null, IsPastDue: false }) },
      };
    case 'blobtrigger':
      return () => blobRequest(fn, input, bindings);
    case 'httptrigger':
      return {
        reason,
        trigger: {
          http: {
            url: 'http://localhost/',
            method: 'POST',
            headers: {},
            params: {},
            body: { bytes: Buffer.from(input) },
          },
        },
      };
    case 'eventgridtrigger':
      return { reason, trigger: { json: input } };
    case 'orchestrationtrigger':
    case 'entitytrigger':
      throw new Error(`Function '${fn.name}' is run by its task hub; start it with the durable client.`);
    default:
      return { reason, trigger: { string: input } };
  }
}

/** The input names the blob: `container/name`. */
async function blobRequest(fn: RegisteredFunction, path: string, bindings: Bindings): Promise<ExecutionRequest> {
  const { connection } = fn.trigger;
  const blob = { type: 'blob', name: fn.trigger.name, direction: 'in' as const, path, connection, dataType: 'binary' };
  const trigger = await bindings.resolveInput(blob, {});
  if (!trigger) throw new Error(`There is no blob "${path}".`);
  return {
    reason: httpReason,
    trigger,
    triggerMetadata: { BlobTrigger: { string: path } },
    bindingData: { BlobTrigger: path },
  };
}

/** @returns a way to run a function in the background. Failures were logged by the executor. */
export function makeManualRun(
  execute: Execute,
  bindings: Bindings,
  onFault: (fn: RegisteredFunction, error: Error) => void,
): (fn: RegisteredFunction, input: string) => void {
  return (fn, input) => {
    const request = manualRequest(fn, input, bindings);
    const run = async () => {
      const ready = typeof request === 'function' ? await request() : request;
      await execute(fn, ready);
    };
    run().catch((error) => onFault(fn, error));
  };
}
