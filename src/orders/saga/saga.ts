// What every step of an orchestration is given, and the two ways in which a step calls an activity.

import { type DurableContext, retryPolicy, type Step, step } from '../../shared/durable/durable';
import type { OrderKey, TimelineEntry } from '../order';
import type { OrderActivities } from './order-activities';

export interface Saga {
  context: DurableContext;
  key: OrderKey;
  /** Steps that are in the custom status already; the next record writes them into the order. */
  pendingSteps: TimelineEntry[];
}

// Another number of attempts takes a new version of the orchestrators, see `RetrySchedule`.

/** Calls to the outside while the customer waits: about a minute and a half of attempts, then the order is undone. */
const outsideCalls = retryPolicy({ attempts: 8, firstMs: 1_000, longestMs: 30_000 });

/** Records and compensations must succeed: about three hours of attempts, longer than most outages. */
const mustComeThrough = retryPolicy({ attempts: 42, firstMs: 1_000, longestMs: 300_000 });

/** Mails: about ten minutes of attempts, during which the order waits. */
export const mailCalls = retryPolicy({ attempts: 12, firstMs: 1_000, longestMs: 120_000 });

export function beginSaga(context: DurableContext, { customerId, orderId }: OrderKey): Saga {
  return { context, key: { customerId, orderId }, pendingSteps: [] };
}

/** ISO 8601, UTC; the same in every replay. */
export function now({ context }: Saga): string {
  return context.df.currentUtcDateTime.toISOString();
}

/** Calls an activity. @throws once all attempts have failed: after about a minute and a half, by default. */
export function callActivity<Name extends keyof OrderActivities>(
  { context }: Saga,
  name: Name,
  input: OrderActivities[Name]['input'],
  retries = outsideCalls,
): Step<OrderActivities[Name]['output']> {
  return step(context.df.callActivityWithRetry(name, retries, input));
}

/** The same as `retryPersistently`, to be run together with others. */
export function persistently<Name extends keyof OrderActivities>(
  saga: Saga,
  name: Name,
  input: OrderActivities[Name]['input'],
): Step<OrderActivities[Name]['output']> {
  return callActivity(saga, name, input, mustComeThrough);
}

/** Calls an activity that must succeed. @throws once all attempts have failed, after about three hours. */
export function retryPersistently<Name extends keyof OrderActivities>(
  saga: Saga,
  name: Name,
  input: OrderActivities[Name]['input'],
): Step<OrderActivities[Name]['output']> {
  return callActivity(saga, name, input, mustComeThrough);
}
