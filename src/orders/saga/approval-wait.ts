// An order that somebody has to agree to waits: the owner is reminded at half time, pressed at three quarters, and when the
// time is over it is decided as the shop's settings say. Whoever decides first, by whatever way, decides.

import type { DurableContext, Orchestration } from '../../shared/durable/durable';
import { makeEventInbox } from '../../shared/durable/event-inbox';
import { accepted, type Result, refused } from '../../shared/result';
import type { Approval } from '../order';
import type { DecisionState } from '../order-decisions';
import type { ApprovalWait } from './order-run';
import type { OrderSteps } from './order-steps';
import type { OrderEvents } from './runs';

type Verdict = Result<Approval['decision'], 'ORDER.REJECTED' | 'ORDER.CANCELLED'>;

/** By which part of the time each call on the owner is made. */
const calls = [
  { part: 0.5, step: 'remindApproval', mail: 'approvalReminder' },
  { part: 0.75, step: 'escalateApproval', mail: 'approvalEscalation' },
] as const;

export function* awaitApproval(context: DurableContext, wait: ApprovalWait, steps: OrderSteps): Orchestration<Verdict> {
  const begun = context.df.currentUtcDateTime.getTime();
  const after = (part: number) => new Date(begun + wait.timeoutMs * part);
  const inbox = makeEventInbox<OrderEvents>(context);

  function* heardUntil(deadline: Date): Orchestration<DecisionState | undefined> {
    for (;;) {
      const event = yield* inbox.nextUntil(deadline, 'ApprovalDecided', 'CancelRequested');
      if (!event) return undefined;
      if (event.name === 'CancelRequested') return { state: 'awaitingApproval', cancelRequested: true };
      // Anybody with the task hub's key may raise it: what is no decision is not heard.
      const { decision, reason = '', by = 'owner' } = event.data ?? {};
      if (decision === 'approve' || decision === 'reject') return yield* settle({ decision, reason, by });
    }
  }

  const settle = (approval: Omit<Approval, 'at'>) =>
    steps.retryPersistently('settleApproval', { ...steps.key, approval: { ...approval, at: steps.now() } });

  steps.note('awaitingApproval', 'requestApproval');
  let standing = yield* steps.record();
  if (isOpen(standing)) yield* steps.mailOwner('approvalRequested');
  for (const { part, step, mail } of calls) {
    if (!isOpen(standing)) break;
    const heard: DecisionState | undefined = yield* heardUntil(after(part));
    if (!heard) steps.note('awaitingApproval', step);
    standing = heard ?? (yield* steps.record());
    if (isOpen(standing)) yield* steps.mailOwner(mail);
  }
  if (isOpen(standing)) {
    const automatic = { decision: wait.onTimeout, reason: 'Nobody has decided in time.', by: 'clock' } as const;
    standing = (yield* heardUntil(after(1))) ?? (yield* settle(automatic));
  }
  if (standing.cancelRequested) return refused('ORDER.CANCELLED', 'The customer has cancelled.');
  if (standing.decision === 'approve') return accepted('approve');
  return refused('ORDER.REJECTED', 'The order was not approved.');
}

function isOpen({ cancelRequested, decision }: DecisionState): boolean {
  return !cancelRequested && decision === undefined;
}
