// The Event Grid trigger: its webhook receives events and runs the function for each one.

import { isObject } from '../../config/host-json-overrides';
import type { Execute } from '../../execution/executor';
import type { RegisteredFunction } from '../../worker/function-registry';
import type { Webhook, WebhookRequest, WebhookResponse } from './webhooks';

/** Handles `POST /runtime/webhooks/eventgrid?functionName=x`. */
export function makeEventGridWebhook(functions: RegisteredFunction[], execute: Execute): Webhook {
  return async (request) => {
    const name = request.query.get('functionName') ?? '';
    const fn = functions.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (!fn) return { status: 404, body: `cannot find function: '${name}'` };
    const events = readEvents(request);
    if (!events) return { status: 400, body: 'The body is not an event or an array of events.' };
    switch (request.headers['aeg-event-type']?.toLowerCase()) {
      case 'subscriptionvalidation':
        return validation(events);
      case 'notification':
        return notify(fn, events, execute);
      case 'unsubscribe':
        return { status: 202 };
      default:
        return { status: 400, body: 'The header aeg-event-type is missing or unknown.' };
    }
  };
}

function validation(events: unknown[]): WebhookResponse {
  const [event] = events;
  const data = isObject(event) && isObject(event.data) ? event.data : {};
  if (typeof data.validationCode !== 'string') return { status: 400, body: 'The event carries no validationCode.' };
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ validationResponse: data.validationCode }),
  };
}

/** Runs the events of one request concurrently. If one fails, the request fails, and Event Grid sends it again. */
async function notify(fn: RegisteredFunction, events: unknown[], execute: Execute): Promise<WebhookResponse> {
  const runs = events.map((event) =>
    execute(fn, {
      reason: 'EventGrid trigger fired.',
      trigger: { json: JSON.stringify(event) },
      bindingData: isObject(event) ? { ...event } : {},
    }),
  );
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected');
  return failed ? { status: 500, body: (failed.reason as Error).message } : { status: 202 };
}

function readEvents({ body }: WebhookRequest): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (Array.isArray(value)) return value;
    return isObject(value) ? [value] : undefined;
  } catch {
    // Not JSON: gets a 400, like any other invalid body.
    return undefined;
  }
}
