// Mails that an orchestration sends in calls of their own. A mail that fails never stops an order.

import { faultMessage, type Orchestration } from '../../shared/durable/durable';
import type { MailEvent, OwnerMailEvent } from '../mails/mail-events';
import { numbered } from '../order-states';
import type { MailNotice } from './order-activities';
import { callActivity, mailCalls, now, retryPersistently, type Saga } from './saga';

/** Sends the mail to the customer that a record has left `unsent`, if any; if it fails, a remark is added to the order. */
export function* sendMail(
  saga: Saga,
  event: MailEvent | undefined,
  about: Omit<MailNotice, 'event'> = {},
): Orchestration<void> {
  if (event === undefined) return;
  const { key } = saga;
  try {
    yield* callActivity(saga, 'sendOrderMail', { ...key, ...about, event }, mailCalls);
  } catch (fault) {
    warn(saga, `no mail about ${event}: ${faultMessage(fault)}`);
    const remark = { step: numbered(`mail:${event}`, about.number ?? 1), at: now(saga), reason: 'MAIL.FAILED' };
    yield* retryPersistently(saga, 'recordOrderRemark', { ...key, ...remark });
  }
}

/** Sends a mail to the owner. A failure is only logged: the console shows the same. */
export function* mailOwner(saga: Saga, event: OwnerMailEvent): Orchestration<void> {
  try {
    yield* callActivity(saga, 'sendOwnerMail', { ...saga.key, event }, mailCalls);
  } catch (fault) {
    warn(saga, `no mail to the owner: ${faultMessage(fault)}`);
  }
}

function warn({ context, key }: Saga, message: string): void {
  if (!context.df.isReplaying) context.warn(`${key.orderId}: ${message}`);
}
