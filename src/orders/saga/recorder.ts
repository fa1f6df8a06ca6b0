// How every activity writes to an order's record: apply a change, then send the mail that follows. An activity that acts on the
// outside does both right after it, because an activity of its own for each would cost messages and history.

import type { Mailer } from '../../shared/mail/mail';
import { type DecisionState, decisionStateOf } from '../decision-state';
import { orderMail } from '../mails/mails';
import type { Order, OrderEssentials, OrderKey } from '../order';
import { closeCancellation } from '../order-decisions';
import type { OrderStore } from '../ports/order-store';
import { endResolution } from '../resolutions';
import { recordSteps } from '../timeline';
import type { MailNotice, Recording, UnsentMail } from './order-activities';

export interface RecorderDeps<Context> {
  orders: OrderStore;
  mailer: Mailer;
  /** The url of an order for the mails about it; without it they have none. */
  linkTo?: (orderId: string) => string;
  /** Logs what failed and is left to an activity of its own. */
  warn: (context: Context, message: string, cause: unknown) => void;
}

export interface RecordChange extends OrderKey {
  apply: (order: Order) => Order;
  /** The mail that is due, given the order as it is after the change. */
  mail?: (order: Order) => MailNotice | undefined;
}

/** Records a change and sends its mail. The mail is tried once; if that fails, the result has it as `unsent`. */
export async function record<Context>(
  deps: RecorderDeps<Context>,
  { customerId, orderId, apply, mail }: RecordChange,
  context: Context,
): Promise<DecisionState & UnsentMail> {
  const order = await deps.orders.update(customerId, orderId, apply);
  const notice = mail?.(order);
  if (!notice) return decisionStateOf(order);
  const sent = sendMail(deps, order, notice).then(() => true);
  const isSent = await attempt(deps, sent, `${orderId}: the mail about ${notice.event}`, context);
  return { ...decisionStateOf(order), ...(!isSent && { unsent: notice.event }) };
}

/**
 * Records a change after an act on the outside. A failure must not look like a failure of the act: it is logged, the result is
 * undefined, and the orchestration calls `recordOrderSteps` or `recordShipment` for the change.
 */
export function recordAct<Context>(
  deps: RecorderDeps<Context>,
  change: RecordChange & { act: string },
  context: Context,
): Promise<(DecisionState & UnsentMail) | undefined> {
  return attempt(deps, record(deps, change, context), `the record of ${change.act}`, context);
}

/** The change of a recording. If the order is in another state afterwards, the recording came too late, and no mail is due. */
export function changeOf(recording: Recording): RecordChange {
  const { customerId, orderId, entries, at, closesCancellation, endsResolution, mail } = recording;
  return {
    customerId,
    orderId,
    apply(order) {
      const recorded = recordSteps(order, entries);
      const closed = closesCancellation ? closeCancellation(recorded, at) : recorded;
      return endsResolution === undefined ? closed : endResolution(closed, endsResolution, at);
    },
    mail: ({ state }) => (state === entries.at(-1)?.state ? mail : undefined),
  };
}

/** Async, so that a mail that cannot be rendered counts as unsent, too. */
export async function sendMail(
  { mailer, linkTo }: Pick<RecorderDeps<never>, 'mailer' | 'linkTo'>,
  order: OrderEssentials,
  notice: MailNotice,
): Promise<void> {
  const { event: name, number = 1, reason, amount } = notice;
  const event = number === 1 ? name : `${name}-${number}`;
  await mailer.send({
    about: order.orderId,
    event,
    to: order.email,
    ...orderMail(order, name, reason, amount, linkTo?.(order.orderId)),
  });
}

async function attempt<Context, T>(
  { warn }: Pick<RecorderDeps<Context>, 'warn'>,
  work: Promise<T>,
  what: string,
  context: Context,
): Promise<T | undefined> {
  try {
    return await work;
  } catch (cause) {
    warn(context, `${what} failed and is left to an activity of its own`, cause);
    return undefined;
  }
}
