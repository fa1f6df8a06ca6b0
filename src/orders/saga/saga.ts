// An order's orchestration under way: what each of its steps is given, and the two ways in which a step calls an activity.

import { type DurableContext, retryPolicy, type Step, step } from '../../shared/durable/durable';
import type { OrderKey, TimelineEntry } from '../order';
import type { OrderActivities } from './order-activities';

export interface Saga {
  context: DurableContext;
  key: OrderKey;
  /** Steps that the custom status shows already; the next record puts them into the order. */
  pendingSteps: TimelineEntry[];
}

/** Calls to the outside while the customer waits for the outcome: about a minute and a half, then the order is undone. */
const outsideCalls = retryPolicy({ attempts: 8, firstMs: 1_000, longestMs: 30_000 });

/** Records and undoing must come through: about three hours of trying, longer than most outages. */
const mustComeThrough = retryPolicy({ attempts: 42, firstMs: 1_000, longestMs: 300_000 });

/** Mails: about ten minutes, since the order waits meanwhile. */
export const mailCalls = retryPolicy({ attempts: 12, firstMs: 1_000, longestMs: 120_000 });

export function beginSaga(context: DurableContext, { customerId, orderId }: OrderKey): Saga {
  return { context, key: { customerId, orderId }, pendingSteps: [] };
}

/** ISO 8601, UTC; the same in every replay. */
export function now({ context }: Saga): string {
  return context.df.currentUtcDateTime.toISOString();
}

/** Calls an activity; a fault is thrown once all attempts have failed, after about a minute and a half unless told. */
export function callActivity<Name extends keyof OrderActivities>(
  { context }: Saga,
  name: Name,
  input: OrderActivities[Name]['input'],
  retries = outsideCalls,
): Step<OrderActivities[Name]['output']> {
  return step(context.df.callActivityWithRetry(name, retries, input));
}

/** Calls an activity that has to come through; a fault is thrown after about three hours. */
export function retryPersistently<Name extends keyof OrderActivities>(
  saga: Saga,
  name: Name,
  input: OrderActivities[Name]['input'],
): Step<OrderActivities[Name]['output']> {
  return callActivity(saga, name, input, mustComeThrough);
}
