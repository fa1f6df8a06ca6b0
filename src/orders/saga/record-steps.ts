// Steps in an order's custom status and in its record. Both come from the same entries: the custom status shows a step at once,
// the record takes all that are pending before every wait, and before a mail tells of them.

import type { Orchestration } from '../../shared/durable/durable';
import type { DecisionState } from '../decision-state';
import type { TimelineEntry } from '../order';
import { type OrderStep, recordedStep } from '../order-states';
import { sendMail } from './mail-steps';
import type { Recording, UnsentMail } from './order-activities';
import { now, retryPersistently, type Saga } from './saga';

/** What is done together with a record. */
export type RecordOptions = Pick<Recording, 'closesCancellation' | 'mail'>;

/** Adds a step to those pending, and shows it in the custom status. */
export function addStep(saga: Saga, step: OrderStep, refusal?: { code: string; detail: string }): void {
  const entry = entryOf(saga, step, refusal);
  saga.context.df.setCustomStatus(entry);
  saga.pendingSteps = [...saga.pendingSteps, entry];
}

/** Records the pending steps, each with its own time, and answers with what people have decided meanwhile. */
export function* recordSteps(saga: Saga, options: RecordOptions = {}): Orchestration<DecisionState> {
  const recording = recordingOf(saga, saga.pendingSteps, options);
  return yield* finishRecord(saga, yield* retryPersistently(saga, 'recordOrderSteps', recording), options);
}

/** Records the pending steps and ends the time in which the customer may cancel; the answer tells whether somebody did. */
export function closeCancellation(saga: Saga): Orchestration<DecisionState> {
  return recordSteps(saga, { closesCancellation: true });
}

/** The recording of the pending steps and of one that an activity takes itself. */
export function recordingWith(saga: Saga, step: OrderStep, options: RecordOptions): Recording {
  return recordingOf(saga, [...saga.pendingSteps, entryOf(saga, step)], options);
}

/** Nothing is pending any more; a mail that did not go out with the record is sent by itself. */
export function* finishRecord(
  saga: Saga,
  { unsent, ...decisionState }: DecisionState & UnsentMail,
  { mail }: RecordOptions,
): Orchestration<DecisionState> {
  saga.pendingSteps = [];
  yield* sendMail(saga, unsent, mail?.reason);
  return decisionState;
}

/** A step at this time, as both the custom status and the record have it. */
export function entryOf(saga: Saga, step: OrderStep, refusal?: { code: string; detail: string }): TimelineEntry {
  const why = refusal && { reason: refusal.code, detail: refusal.detail };
  return { at: now(saga), ...recordedStep(step), ...why };
}

function recordingOf(saga: Saga, entries: TimelineEntry[], options: RecordOptions): Recording {
  return { ...saga.key, entries, at: now(saga), ...options };
}
