// HTTP calls of orchestrators: an activity, and while the response is 202 with a `Location`, a timer and another GET.

import type { HttpRequestOptions } from '../actions';
import { type Completion, EventType } from '../history';
import type { OnEnd, StepContext } from './step-context';

interface HttpResult {
  statusCode: number;
  headers?: Record<string, string | string[]>;
}

export function startHttpCall(context: StepContext, request: HttpRequestOptions, onEnd: OnEnd): void {
  call(context, context.steps.reserveId(), request, onEnd);
}

function call(context: StepContext, id: number, request: HttpRequestOptions, onEnd: OnEnd): void {
  context.steps.schedule({ kind: 'http', id, request }, (event) => answered(context, request, event, onEnd));
}

function answered(context: StepContext, request: HttpRequestOptions, event: Completion, onEnd: OnEnd): void {
  const failed = event.EventType !== EventType.TaskCompleted;
  const result = failed ? null : (JSON.parse(event.Result ?? 'null') as HttpResult | null);
  const location = result && header(result, 'location');
  if (request.asynchronousPatternEnabled && result?.statusCode === 202 && location) {
    poll(context, request, location, header(result, 'retry-after'), onEnd);
  } else onEnd(failed);
}

/** Reserves both ids at once, as durable-functions does when it sees the 202. */
function poll(
  context: StepContext,
  request: HttpRequestOptions,
  location: string,
  retryAfter: string | undefined,
  onEnd: OnEnd,
): void {
  const { steps, now, httpPollMs } = context;
  const timerId = steps.reserveId();
  const nextId = steps.reserveId();
  const seconds = retryAfter === undefined ? Number.NaN : Number(retryAfter);
  const fireAt = now() + (Number.isNaN(seconds) ? httpPollMs : seconds * 1000);
  const next = pollRequest(request, location);
  steps.schedule({ kind: 'timer', id: timerId, fireAt }, () => call(context, nextId, next, onEnd));
}

function pollRequest(request: HttpRequestOptions, location: string): HttpRequestOptions {
  const { content: _content, headers, ...rest } = request;
  const kept = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== 'x-functions-key');
  return {
    ...rest,
    method: 'GET',
    uri: new URL(location, request.uri).href,
    ...(kept.length > 0 && { headers: Object.fromEntries(kept) }),
  };
}

function header(result: HttpResult, name: string): string | undefined {
  const found = Object.entries(result.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  return Array.isArray(found) ? found[0] : found;
}
