// Mails that an orchestration sends by themselves. None of them stops an order.

import { faultMessage, type Orchestration } from '../../shared/durable/durable';
import type { MailEvent, OwnerMailEvent } from '../mails/mail-events';
import { callActivity, mailCalls, now, retryPersistently, type Saga } from './saga';

/** A mail to the customer that a record has left `unsent`, if any; one that cannot be sent at all is noted in the order. */
export function* sendMail(saga: Saga, event: MailEvent | undefined, reason?: string): Orchestration<void> {
  if (event === undefined) return;
  const { key } = saga;
  try {
    const notice = { event, ...(reason === undefined ? {} : { reason }) };
    yield* callActivity(saga, 'sendOrderMail', { ...key, ...notice }, mailCalls);
  } catch (fault) {
    warn(saga, `no mail about ${event}: ${faultMessage(fault)}`);
    const remark = { step: `mail:${event}`, at: now(saga), reason: 'MAIL.FAILED' };
    yield* retryPersistently(saga, 'recordOrderRemark', { ...key, ...remark });
  }
}

/** A mail to the owner, who finds the same in the console: one that cannot be sent does not matter. */
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
