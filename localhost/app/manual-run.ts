// Runs a function on request of the admin API. The trigger type decides what the input text means.

import type { Bindings } from '../bindings/bindings';
import { parseBlobPattern } from '../bindings/blob-path';
import { makeConnections } from '../bindings/connections';
import { resolveSettings, type Setting } from '../config/resolve-settings';
import { clock } from '../core/host-clock';
import type { Execute, ExecutionRequest } from '../execution/executor';
import { httpReason } from '../triggers/http/http-handler';
import { metadataOf } from '../triggers/queue/queue';
import { parseTimerSchedule } from '../triggers/timer/timer-schedule';
import { isMonitored, makeTimerStatusStore, statusJson } from '../triggers/timer/timer-status';
import type { RegisteredFunction } from '../worker/function-registry';
import type { TypedData } from '../worker/typed-data';

export interface ManualRunDeps {
  execute: Execute;
  bindings: Bindings;
  setting: Setting;
  hostId: string;
}

/** @returns a function that starts a run in the background. It throws if that trigger type cannot be run manually. */
export function makeManualRun(
  deps: ManualRunDeps,
  onFailure: (fn: RegisteredFunction, error: Error) => void,
): (fn: RegisteredFunction, input: string) => void {
  return (fn, input) => {
    const request = manualRequest(deps, fn, input);
    request.then((ready) => deps.execute(fn, ready)).catch((error) => onFailure(fn, error));
  };
}

function manualRequest(deps: ManualRunDeps, fn: RegisteredFunction, input: string): Promise<ExecutionRequest> {
  const type = fn.trigger.type.toLowerCase();
  if (type === 'orchestrationtrigger' || type === 'entitytrigger') {
    throw new Error(`Function '${fn.name}' is run by the task hub. Start it with the durable client.`);
  }
  if (type === 'blobtrigger') return blobRequest(deps, fn, input);
  if (type === 'timertrigger') return timerRequest(deps, fn);
  const request = { reason: httpReason, trigger: triggerValue(type, input) };
  return Promise.resolve(type === 'queuetrigger' ? { ...request, ...queueMetadata(fn, input) } : request);
}

function triggerValue(type: string, input: string): TypedData {
  switch (type) {
    case 'httptrigger': {
      const body = { bytes: Buffer.from(input) };
      return { http: { url: 'http://localhost/', method: 'POST', headers: {}, params: {}, body } };
    }
    case 'eventgridtrigger':
    case 'warmuptrigger':
      return { json: input || '{}' };
    default:
      return { string: input };
  }
}

const endOfTime = new Date('9999-12-31T23:59:59.999Z');

/** The metadata of a message that was never in a queue. */
function queueMetadata(
  fn: RegisteredFunction,
  input: string,
): Pick<ExecutionRequest, 'triggerMetadata' | 'bindingData'> {
  const message = { dequeueCount: 0, insertedOn: clock.date(), expiresOn: endOfTime, nextVisibleOn: endOfTime };
  const { triggerMetadata, bindingData } = metadataOf(message, Buffer.from(input));
  return { triggerMetadata: { ...triggerMetadata, [fn.trigger.name]: { string: input } }, bindingData };
}

/** Shows the function when the timer last fired and fires next, and does not change either. */
async function timerRequest({ setting, hostId }: ManualRunDeps, fn: RegisteredFunction): Promise<ExecutionRequest> {
  const schedule = parseTimerSchedule(resolveSettings(String(fn.trigger.schedule ?? ''), setting).trim());
  const connectionString = makeConnections(setting).connectionString();
  const status = isMonitored(fn, schedule)
    ? await makeTimerStatusStore(connectionString, hostId, fn.name).read()
    : undefined;
  const ScheduleStatus = status ? statusJson(status) : null;
  const timer = { Schedule: { AdjustForDST: true }, ScheduleStatus, IsPastDue: false };
  return { reason: httpReason, trigger: { json: JSON.stringify(timer) } };
}

/** @param path the input, which names the blob: `container/name`. */
async function blobRequest(deps: ManualRunDeps, fn: RegisteredFunction, path: string): Promise<ExecutionRequest> {
  const { connection, name } = fn.trigger;
  const slash = path.indexOf('/');
  const pattern = parseBlobPattern(resolveSettings(String(fn.trigger.path ?? ''), deps.setting));
  const parameters = slash > 0 ? pattern.match(path.slice(slash + 1)) : undefined;
  if (!parameters) throw new Error(`"${path}" does not match the path of function '${fn.name}'.`);
  const blob = { type: 'blob', name, direction: 'in' as const, path, connection, dataType: 'binary' };
  const trigger = await deps.bindings.resolveInput(blob, {});
  if (!trigger) throw new Error(`There is no blob "${path}".`);
  const values: Record<string, string> = { BlobTrigger: path, ...parameters };
  const metadata = Object.entries(values).map(([key, value]): [string, TypedData] => [key, { string: value }]);
  return { reason: httpReason, trigger, triggerMetadata: Object.fromEntries(metadata), bindingData: values };
}
