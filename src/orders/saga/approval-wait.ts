// Waits for the approval of an order. The owner is reminded after half of the time and again after three quarters; when the time is
// over, the order is decided automatically, as the settings say. The first decision is final.

import type { Orchestration } from '../../shared/durable/durable';
import type { EventInbox } from '../../shared/durable/event-inbox';
import { accepted, type Result, refused } from '../../shared/result';
import type { DecisionState } from '../decision-state';
import type { Approval } from '../order';
import { mailOwner } from './mail-steps';
import type { ApprovalWait } from './order-run';
import { addStep, recordSteps } from './record-steps';
import type { OrderEvents } from './runs';
import { now, retryPersistently, type Saga } from './saga';

type Verdict = Result<Approval['decision'], 'ORDER.REJECTED' | 'ORDER.CANCELLED'>;
type Decided = Pick<DecisionState, 'cancelRequested' | 'decision'>;

/** When each reminder is sent, as a part of the time. */
const reminders = [
  { part: 0.5, step: 'remindApproval', mail: 'approvalReminder' },
  { part: 0.75, step: 'escalateApproval', mail: 'approvalEscalation' },
] as const;

/** @param inbox shared with the waits before: an event that one of those holds is not lost. */
export function* awaitApproval(
  saga: Saga,
  { timeoutMs, onTimeout }: ApprovalWait,
  inbox: EventInbox<OrderEvents>,
): Orchestration<Verdict> {
  const begun = saga.context.df.currentUtcDateTime.getTime();
  const after = (part: number) => new Date(begun + timeoutMs * part);

  addStep(saga, 'requestApproval');
  let decided: Decided = yield* recordSteps(saga);
  if (isOpen(decided)) yield* mailOwner(saga, 'approvalRequested');
  for (const { part, step, mail } of reminders) {
    if (!isOpen(decided)) break;
    const early: Decided | undefined = yield* decidedUntil(saga, inbox, after(part));
    if (!early) addStep(saga, step);
    decided = early ?? (yield* recordSteps(saga));
    if (isOpen(decided)) yield* mailOwner(saga, mail);
  }
  if (isOpen(decided)) {
    // `clock` is the stored word for a timeout.
    const automatic = { decision: onTimeout, reason: 'Nobody has decided in time.', by: 'clock' } as const;
    decided = (yield* decidedUntil(saga, inbox, after(1))) ?? (yield* settleApproval(saga, automatic));
  }
  if (decided.cancelRequested) return refused('ORDER.CANCELLED', 'The customer has cancelled.');
  if (decided.decision === 'approve') return accepted('approve');
  return refused('ORDER.REJECTED', 'The order was not approved.');
}

/** The decision of the first event before the deadline; undefined when there is none. */
function* decidedUntil(saga: Saga, inbox: EventInbox<OrderEvents>, deadline: Date): Orchestration<Decided | undefined> {
  for (;;) {
    const event = yield* inbox.nextUntil(deadline, 'ApprovalDecided', 'CancelRequested');
    if (!event) return undefined;
    if (event.name === 'CancelRequested') return { cancelRequested: true };
    // Anyone with the task hub's key can raise the event: data without a decision is ignored.
    const { decision, reason = '', by = 'owner' } = event.data ?? {};
    if (decision === 'approve' || decision === 'reject') return yield* settleApproval(saga, { decision, reason, by });
  }
}

/** Records a decision; the result has the one that was recorded first. */
function* settleApproval(saga: Saga, approval: Omit<Approval, 'at'>): Orchestration<DecisionState> {
  const input = { ...saga.key, approval: { ...approval, at: now(saga) } };
  return yield* retryPersistently(saga, 'settleApproval', input);
}

function isOpen({ cancelRequested, decision }: Decided): boolean {
  return !cancelRequested && decision === undefined;
}
