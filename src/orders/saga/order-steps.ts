// The steps that an order's orchestrators are told in, with the patience of each.

import { entityNames, type StockOperations } from '../../shared/contracts';
import {
  activitySteps,
  type DurableContext,
  entitySteps,
  faultMessage,
  type Orchestration,
  retryPolicy,
} from '../../shared/durable/durable';
import { accepted, type Result, refused } from '../../shared/result';
import type { MailEvent } from '../mails/mails';
import type { OwnerMailEvent } from '../mails/owner-mails';
import type { OrderKey, OrderState, TimelineEntry } from '../order';
import type { DecisionState } from '../order-decisions';
import type { Payment, PaymentRefusal } from '../ports';
import type { OrderActivities } from './activities';
import type { MailNotice, Recording, UnsentMail } from './recorder';

/** Calls to the outside while the customer waits for the outcome: about a minute and a half, then the order is undone. */
const outsideCalls = retryPolicy({ attempts: 8, firstMs: 1_000, longestMs: 30_000 });

/** Records and undoing must come through: about three hours of trying, longer than most outages. */
const mustComeThrough = retryPolicy({ attempts: 42, firstMs: 1_000, longestMs: 300_000 });

/** Mails: about ten minutes, since the order waits meanwhile. */
const mails = retryPolicy({ attempts: 12, firstMs: 1_000, longestMs: 120_000 });

/** What a record may bring along. */
type RecordOptions = Pick<Recording, 'closesCancellation' | 'mail'>;

/** Ends the time in which the customer may cancel. */
export const binding = { closesCancellation: true } as const;

export function makeOrderSteps(context: DurableContext, { customerId, orderId }: OrderKey) {
  const key = { customerId, orderId };
  const activity = activitySteps<OrderActivities>(context, outsideCalls);
  const retryPersistently = <Name extends keyof OrderActivities>(name: Name, input: OrderActivities[Name]['input']) =>
    activity(name, input, mustComeThrough);
  const now = () => context.df.currentUtcDateTime.toISOString();

  /** Steps that are shown in the custom status already and will be recorded together. */
  const noted: TimelineEntry[] = [];

  const recordingOf = (entries: TimelineEntry[], along: RecordOptions): Recording => ({
    ...key,
    entries,
    at: now(),
    ...along,
  });

  function* record(along: RecordOptions = {}): Orchestration<DecisionState> {
    return yield* recorded(yield* retryPersistently('recordOrderSteps', recordingOf([...noted], along)), along);
  }

  function* recorded(
    { unsent, ...standing }: DecisionState & UnsentMail,
    { mail }: RecordOptions,
  ): Orchestration<DecisionState> {
    noted.length = 0;
    yield* mailLater(unsent, mail?.reason);
    return standing;
  }

  function note(entry: TimelineEntry): void {
    context.df.setCustomStatus(entry);
    noted.push(entry);
  }

  function* mailLater(event: MailEvent | undefined, reason?: string): Orchestration<void> {
    if (event === undefined) return;
    try {
      yield* activity('sendOrderMail', { ...key, event, ...(reason === undefined ? {} : { reason }) }, mails);
    } catch (fault) {
      if (!context.df.isReplaying) context.warn(`${orderId}: no mail about ${event}: ${faultMessage(fault)}`);
      yield* retryPersistently('recordOrderRemark', {
        ...key,
        step: `mail:${event}`,
        at: now(),
        reason: 'MAIL.FAILED',
      });
    }
  }

  return {
    key,
    /** An outside call; a fault is thrown after about a minute and a half. */
    activity,
    /** A call that has to come through; a fault is thrown after about three hours. */
    retryPersistently,
    stock: entitySteps<StockOperations>(context, entityNames.stock),
    now,

    /** Notes a step and the order's new state: at once in the custom status, in the order with the next `record`. */
    note(state: OrderState, step: string, refusal?: { code: string; detail: string }): void {
      const why = refusal && { reason: refusal.code, detail: refusal.detail };
      note({ at: now(), state, step, ...why });
    },

    /** An outside call whose success goes into the order with all that was noted before it; see `record` and `bind`. */
    *pay(
      step: 'authorizePayment' | 'capturePayment',
      payment: Payment,
      state: OrderState,
      along: RecordOptions = {},
    ): Orchestration<Result<DecisionState, PaymentRefusal>> {
      const recording = recordingOf([...noted, { at: now(), state, step }], along);
      const paid = yield* activity(step, { ...payment, recording });
      if (!paid.ok) return paid;
      note({ at: now(), state, step });
      const { standing } = paid.value;
      return accepted(standing ? yield* recorded(standing, along) : yield* record(along));
    },

    /** Puts what was noted into the order, each step with its own time: before every wait, and before `mail` tells of it. */
    record: (mail?: MailNotice) => record(mail && { mail }),

    /** Does so too, and ends the time in which the customer may cancel; the answer tells whether somebody did. */
    bind: () => record(binding),

    /** A mail to the owner, who finds the same in the console: one that cannot be sent does not matter. */
    *mailOwner(event: OwnerMailEvent): Orchestration<void> {
      try {
        yield* activity('sendOwnerMail', { ...key, event }, mails);
      } catch (fault) {
        if (!context.df.isReplaying) context.warn(`${orderId}: no mail to the owner: ${faultMessage(fault)}`);
      }
    },

    /** A mail that a record has left `unsent`; one that cannot be sent at all is noted in the order, which goes on. */
    mailLater,
  };
}

export type OrderSteps = ReturnType<typeof makeOrderSteps>;

/** The outcome of a stretch of story in which a step may have kept failing: the fault becomes a refusal, to be undone like one. */
export function* catchFault<T, Code extends string>(
  story: Orchestration<Result<T, Code>>,
): Orchestration<Result<T, Code | 'ORDER.STEP_FAILED'>> {
  try {
    return yield* story;
  } catch (fault) {
    return refused('ORDER.STEP_FAILED', faultMessage(fault));
  }
}

/**
 * The results of steps taken together: all accepted, or the first refusal. One with the code `secondaryCode` follows from
 * another refusal and is told only when there is no other.
 */
export function allAccepted<T, Code extends string>(
  results: Result<T, Code>[],
  secondaryCode?: Code,
): Result<T[], Code> {
  const refusals = results.filter((result) => !result.ok);
  const refusal = refusals.find(({ code }) => code !== secondaryCode) ?? refusals[0];
  return refusal ?? accepted(results.flatMap((result) => (result.ok ? [result.value] : [])));
}
