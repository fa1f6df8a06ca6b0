// How every activity writes to an order's record: apply a change, then send the mail that follows. An activity that acts on the
// outside does both right after it, because an activity of its own for each would cost messages and history.

import { type Mailer, MailLimitReached } from '../../shared/mail/mail';
import { type DecisionState, decisionStateOf } from '../decision-state';
import { orderMail } from '../mails/mails';
import { isShownAtOnce } from '../mails/shown-at-once';
import type { Order, OrderEssentials, OrderKey } from '../order';
import type { AnnounceOrder } from '../order-changes';
import { closeCancellation } from '../order-decisions';
import type { OrderStore } from '../ports/order-store';
import { endResolution } from '../resolutions';
import { recordRemark, recordSteps } from '../timeline';
import type { MailNotice, Recording, UnsentMail } from './order-activities';

export interface RecorderDeps<Context> {
  orders: OrderStore;
  mailer: Mailer;
  /** The url of an order for the mails about it; without it they have none. */
  linkTo?: (orderId: string) => string;
  /** Tells other systems of a change, as long as there are any. */
  announce?: AnnounceOrder;
  /** Logs what failed and is left to an activity of its own. */
  warn: (context: Context, message: string, cause: unknown) => void;
}

export interface RecordChange extends OrderKey {
  apply: (order: Order) => Order;
  /** The mail that is due, given the order as it is after the change. */
  mail?: (order: Order) => MailNotice | undefined;
}

/**
 * Records a change, announces it and sends its mail. An activity that runs again announces it again, because the process may
 * have died before. The mail is tried once; if that fails, the result has it as
 * `unsent`.
 */
export async function record<Context>(
  deps: RecorderDeps<Context>,
  { customerId, orderId, apply, mail }: RecordChange,
  context: Context,
): Promise<DecisionState & UnsentMail> {
  const order = await deps.orders.update(customerId, orderId, apply);
  await deps.announce?.(order);
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

/**
 * The change of a recording. No mail is due if the order is in another state afterwards, because the recording came too late,
 * nor about a refusal that the customer sees at the checkout.
 */
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
    mail: (order) => (order.state === entries.at(-1)?.state && !isShownAtOnce(order) ? mail : undefined),
  };
}

/** Async, so that a mail that cannot be rendered counts as unsent, too. One beyond the limit of its address is only remarked. */
export async function sendMail(
  { mailer, orders, linkTo }: Pick<RecorderDeps<never>, 'mailer' | 'linkTo'> & { orders: Pick<OrderStore, 'update'> },
  order: OrderEssentials,
  notice: MailNotice,
): Promise<void> {
  const { event: name, number = 1, reason, amount } = notice;
  const event = number === 1 ? name : `${name}-${number}`;
  const { customerId, orderId, email: to } = order;
  try {
    const text = orderMail(order, name, reason, amount, linkTo?.(orderId));
    await mailer.send({ about: orderId, event, to, ...text });
  } catch (error) {
    if (!(error instanceof MailLimitReached)) throw error;
    const remark = { step: `mail:${event}`, reason: 'MAIL.LIMIT_REACHED' };
    await orders.update(customerId, orderId, (now) => recordRemark(now, { ...remark, at: now.updatedAt }));
  }
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
