// Puts into an order what became of it and tells the customer, for activities in which that follows at once. It is tried once
// there and reported when it is left undone, since every activity more costs its own messages and history.

import type { Mailer } from '../../shared/mail/mail';
import { type MailEvent, orderMail } from '../mails/mails';
import type { Order, OrderEssentials, OrderKey, TimelineEntry } from '../order';
import { closeCancellation, type DecisionState, decisionStateOf } from '../order-decisions';
import type { OrderStore } from '../ports';
import { recordSteps } from '../timeline';

/** A mail about what is being recorded; `reason` is the code of a refusal. */
export interface MailNotice {
  event: MailEvent;
  reason?: string;
}

/** `unsent`: the mail that was due and did not go out at the first attempt. */
export interface UnsentMail {
  unsent?: MailEvent;
}

/** Steps to be put into an order, with what goes along with them. */
export interface Recording extends OrderKey {
  entries: TimelineEntry[];
  /** ISO 8601, UTC. */
  at: string;
  /** From now on the customer cannot cancel any more. */
  closesCancellation?: true;
  mail?: MailNotice;
}

export interface RecorderDeps<Context> {
  orders: OrderStore;
  mailer: Mailer;
  /** For the log: what failed, and is left to an activity of its own. */
  warn: (context: Context, message: string, cause: unknown) => void;
}

export interface Recorder<Context> {
  update(key: OrderKey, change: (order: Order) => Order): Promise<Order>;
  mail(order: OrderEssentials, notice: MailNotice): Promise<void>;
  /** Mails at the first attempt or not at all. */
  tell(order: OrderEssentials, notice: MailNotice | undefined, context: Context): Promise<UnsentMail>;
  record(recording: Recording, context: Context): Promise<DecisionState & UnsentMail>;
  /** What follows an act on the outside must not look like a fault of it: undefined when it failed, which is logged as `what`. */
  attempt<T>(work: Promise<T>, what: string, context: Context): Promise<T | undefined>;
}

export function makeRecorder<Context>({ orders, mailer, warn }: RecorderDeps<Context>): Recorder<Context> {
  const recorder: Recorder<Context> = {
    update: ({ customerId, orderId }, change) => orders.update(customerId, orderId, change),
    // Async, so that what cannot be composed is a mail that did not go out.
    mail: async (order, { event, reason }) =>
      mailer.send({ about: order.orderId, event, to: order.email, ...orderMail(order, event, reason) }),
    async tell(order, notice, context) {
      if (!notice) return {};
      const mailed = recorder.mail(order, notice).then(() => true);
      const what = `${order.orderId}: the mail about ${notice.event}`;
      return (await recorder.attempt(mailed, what, context)) ? {} : { unsent: notice.event };
    },
    async record({ entries, at, closesCancellation, mail, ...key }, context) {
      const order = await recorder.update(key, (known) => {
        const recorded = recordSteps(known, entries);
        return closesCancellation ? closeCancellation(recorded, at) : recorded;
      });
      // An order that has gone another way meanwhile is not told of what somebody late has to report.
      const due = order.state === entries.at(-1)?.state ? mail : undefined;
      return { ...decisionStateOf(order), ...(await recorder.tell(order, due, context)) };
    },
    async attempt(work, what, context) {
      try {
        return await work;
      } catch (cause) {
        warn(context, `${what} failed and is left to an activity of its own`, cause);
        return undefined;
      }
    },
  };
  return recorder;
}
