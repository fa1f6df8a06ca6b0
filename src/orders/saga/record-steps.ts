// Writes steps to the custom status and to the order's record, from the same entries. The custom status shows a step at once; the
// record gets the pending steps before every wait, and before a mail about them.

import type { Orchestration } from '../../shared/durable/durable';
import type { DecisionState } from '../decision-state';
import type { TimelineEntry } from '../order';
import { type OrderStep, recordedStep } from '../order-states';
import { sendMail } from './mail-steps';
import type { Recording, UnsentMail } from './order-activities';
import { now, retryPersistently, type Saga } from './saga';

/** What is done together with a record. */
export type RecordOptions = Pick<Recording, 'closesCancellation' | 'endsResolution' | 'mail'>;

/** Shows a step in the custom status, and adds it to the pending steps. */
export function addStep(
  saga: Saga,
  step: OrderStep,
  refusal?: { code: string; detail: string },
  number?: number,
): void {
  const entry = entryOf(saga, step, refusal, number);
  saga.context.df.setCustomStatus(entry);
  saga.pendingSteps = [...saga.pendingSteps, entry];
}

/** Records the pending steps, each with its own time, and returns what people have decided by then. */
export function* recordSteps(saga: Saga, options: RecordOptions = {}): Orchestration<DecisionState> {
  const recording = recordingOf(saga, saga.pendingSteps, options);
  return yield* finishRecord(saga, yield* retryPersistently(saga, 'recordOrderSteps', recording), options);
}

/** Records the pending steps and closes the cancellation; the result says whether the customer has cancelled before. */
export function closeCancellation(saga: Saga): Orchestration<DecisionState> {
  return recordSteps(saga, { closesCancellation: true });
}

/** The recording of the pending steps and of the step that an activity is about to take. */
export function recordingWith(saga: Saga, step: OrderStep, options: RecordOptions): Recording {
  return recordingOf(saga, [...saga.pendingSteps, entryOf(saga, step)], options);
}

/** After a record: clears the pending steps, and sends the mail that the record has left unsent. */
export function* finishRecord(
  saga: Saga,
  { unsent, ...decisionState }: DecisionState & UnsentMail,
  { mail }: RecordOptions,
): Orchestration<DecisionState> {
  saga.pendingSteps = [];
  yield* sendMail(saga, unsent, mail);
  return decisionState;
}

/** A step taken now, for both the custom status and the record. */
export function entryOf(
  saga: Saga,
  step: OrderStep,
  refusal?: { code: string; detail: string },
  number?: number,
): TimelineEntry {
  const why = refusal && { reason: refusal.code, detail: refusal.detail };
  return { at: now(saga), ...recordedStep(step, number), ...why };
}

function recordingOf(saga: Saga, entries: TimelineEntry[], options: RecordOptions): Recording {
  return { ...saga.key, entries, at: now(saga), ...options };
}
