// The steps that an order's orchestrators are told in, with the patience of each.

import { entityNames, type StockOperations } from '../shared/contracts';
import {
  activitySteps,
  type DurableContext,
  entitySteps,
  faultMessage,
  retryPolicy,
  type Story,
} from '../shared/durable';
import { accepted, type Result, refused } from '../shared/result';
import type { OrderActivities, OrderKey } from './activities';
import type { MailEvent } from './mails';
import type { OrderState } from './order';

/** Calls to the outside while the customer waits for the outcome: about a minute and a half, then the order is undone. */
const outsideCalls = retryPolicy({ attempts: 8, firstMs: 1_000, longestMs: 30_000 });

/** Records and undoing must come through: about three hours of trying, longer than most outages. */
const mustComeThrough = retryPolicy({ attempts: 42, firstMs: 1_000, longestMs: 300_000 });

/** Mails: about ten minutes, since the order waits meanwhile. */
const mails = retryPolicy({ attempts: 12, firstMs: 1_000, longestMs: 120_000 });

export function makeOrderSteps(context: DurableContext, { customerId, orderId }: OrderKey) {
  const key = { customerId, orderId };
  const activity = activitySteps<OrderActivities>(context, outsideCalls);
  const surely = <Name extends keyof OrderActivities>(name: Name, input: OrderActivities[Name]['input']) =>
    activity(name, input, mustComeThrough);
  const now = () => context.df.currentUtcDateTime.toISOString();

  return {
    /** An outside call; a fault is thrown after about a minute and a half. */
    activity,
    /** A call that has to come through; a fault is thrown after about three hours. */
    surely,
    stock: entitySteps<StockOperations>(context, entityNames.stock),
    now,

    /** Notes a step and the order's new state, in the order and in the custom status. */
    *record(state: OrderState, step: string, refusal?: { code: string; detail: string }): Story<void> {
      const why = refusal && { reason: refusal.code, detail: refusal.detail };
      const entry = { at: now(), state, step, ...why };
      context.df.setCustomStatus(entry);
      yield* surely('recordOrderState', { ...key, entry });
    },

    /** A mail that cannot be sent is noted in the order and does not stop it. */
    *mail(event: MailEvent, reason?: string): Story<void> {
      try {
        yield* activity('sendOrderMail', { ...key, event, ...(reason === undefined ? {} : { reason }) }, mails);
      } catch (fault) {
        if (!context.df.isReplaying) context.warn(`${orderId}: no mail about ${event}: ${faultMessage(fault)}`);
        yield* surely('recordOrderRemark', { ...key, step: `mail:${event}`, at: now(), reason: 'MAIL.FAILED' });
      }
    },
  };
}

export type OrderSteps = ReturnType<typeof makeOrderSteps>;

/** The outcome of a stretch of story in which a step may have kept failing: the fault becomes a refusal, to be undone like one. */
export function* outcomeOf<T, Code extends string>(
  story: Story<Result<T, Code>>,
): Story<Result<T, Code | 'ORDER.STEP_FAILED'>> {
  try {
    return yield* story;
  } catch (fault) {
    return refused('ORDER.STEP_FAILED', faultMessage(fault));
  }
}

/**
 * The results of steps taken together: all accepted, or the first refusal. One with the code `lesser` follows from
 * another refusal and is told only when there is no other.
 */
export function together<T, Code extends string>(results: Result<T, Code>[], lesser?: Code): Result<T[], Code> {
  const refusals = results.filter((result) => !result.ok);
  const refusal = refusals.find(({ code }) => code !== lesser) ?? refusals[0];
  return refusal ?? accepted(results.flatMap((result) => (result.ok ? [result.value] : [])));
}
