// Builds the request for an activity: the input as text, and its properties for metadata and binding expressions.

import type { ExecutionRequest } from '../../execution/executor';
import type { RegisteredFunction } from '../../worker/function-registry';
import type { TypedData } from '../../worker/typed-data';
import type { ActivityWork } from '../effects';

export function activityRequest(fn: RegisteredFunction, { instanceId, input }: ActivityWork): ExecutionRequest {
  const instance = { instanceId: { string: instanceId } };
  if (input === null) {
    return { reason: '(null)', trigger: {}, triggerMetadata: instance, bindingData: { instanceId } };
  }
  const value = passedValue(input);
  const parts = isObject(value) ? value : {};
  return {
    reason: '(null)',
    trigger: { string: input },
    triggerMetadata: {
      ...instance,
      [fn.trigger.name]: { string: input },
      data: { json: JSON.stringify(value) },
      ...metadata(parts),
    },
    bindingData: { instanceId, data: value, ...parts },
  };
}

/** The value that the orchestrator passed. A string arrives here as quoted JSON text, or as plain text (a date). */
function passedValue(input: string): unknown {
  if (input.startsWith('"')) return input;
  if (input === 'True' || input === 'False') return input === 'True';
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Metadata omits arrays and nulls. */
function metadata(parts: Record<string, unknown>): Record<string, TypedData> {
  const found: Record<string, TypedData> = {};
  for (const [name, part] of Object.entries(parts)) {
    if (isObject(part)) found[name] = { json: JSON.stringify(part) };
    else if (typeof part === 'boolean') found[name] = { string: part ? 'True' : 'False' };
    else if (typeof part === 'string' || typeof part === 'number') found[name] = { string: String(part) };
  }
  return found;
}
