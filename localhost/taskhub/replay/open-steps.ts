// The steps of one replay between decision and end: decided and not yet found in history, scheduled and not yet ended,
// asked of an entity and not yet answered.

import { type LockRequest, parseRequestText } from '../entities/entity-messages';
import { type Completion, EventType } from '../history';
import {
  type Decision,
  describeDecision,
  describeScheduled,
  type EntityMessageDecision,
  isRecordedAs,
  type SchedulingEvent,
} from './decisions';
import { ReplayError } from './replay-error';

export interface OpenSteps {
  /** The next sequence id; an id once reserved is never given again. */
  reserve(): number;
  nextId(): number;
  /** A task or timer; unless `cancelled` the instance cannot end before it. */
  schedule(decision: Decision, ended: (event: Completion) => void, cancelled?: boolean): void;
  /** A message to an entity; with `answered` the orchestrator waits for the answer. */
  send(decision: EntityMessageDecision, answered?: (failed: boolean) => void): void;
  /** @throws ReplayError when the decision of that id is another one, or none. */
  match(event: SchedulingEvent): void;
  complete(id: number, event: Completion): void;
  /** @returns false when no entity call has this id. */
  answer(requestId: string, failed: boolean): boolean;
  /** Decided and not in history, by ascending id. */
  undone(): Decision[];
  /** False while a task or timer is open that was not cancelled. */
  idle(): boolean;
  /** True while an entity has to answer. */
  asking(): boolean;
  cancelledTimers(): number[];
  /** Gives up all locks and returns them. */
  releaseLocks(): LockRequest[];
}

interface OpenTask {
  ended(event: Completion): void;
  cancelled: boolean;
}

export function makeOpenSteps(instanceId: string): OpenSteps {
  const undone = new Map<number, Decision>();
  const tasks = new Map<number, OpenTask>();
  const asked = new Map<number, (failed: boolean) => void>();
  const answers = new Map<string, (failed: boolean) => void>();
  let locks: LockRequest[] = [];
  let nextId = 0;

  function sent(event: { EventId: number; Input: string }, decision: EntityMessageDecision): void {
    const answered = asked.get(event.EventId);
    if (!answered) return;
    asked.delete(event.EventId);
    const { id } = parseRequestText(event.Input);
    answers.set(id, answered);
    if (decision.sends === 'lock') locks.push({ requestId: id, lockset: decision.lockset });
  }

  return {
    reserve: () => nextId++,
    nextId: () => nextId,
    schedule(decision, ended, cancelled = false) {
      undone.set(decision.id, decision);
      tasks.set(decision.id, { ended, cancelled });
    },
    send(decision, answered) {
      undone.set(decision.id, decision);
      if (answered) asked.set(decision.id, answered);
    },
    match(event) {
      const decision = undone.get(event.EventId);
      if (!decision || !isRecordedAs(decision, event)) throw contradiction(instanceId, event, decision);
      undone.delete(event.EventId);
      if (event.EventType === EventType.EventSent && decision.kind === 'entity message') sent(event, decision);
    },
    complete(id, event) {
      const task = tasks.get(id);
      tasks.delete(id);
      task?.ended(event);
    },
    answer(requestId, failed) {
      const answered = answers.get(requestId);
      if (!answered) return false;
      answers.delete(requestId);
      answered(failed);
      return true;
    },
    undone: () => [...undone.values()].sort((a, b) => a.id - b.id),
    idle: () => [...tasks.values()].every((task) => task.cancelled),
    asking: () => asked.size + answers.size > 0,
    cancelledTimers: () => [...tasks].filter(([id, task]) => task.cancelled && !undone.has(id)).map(([id]) => id),
    releaseLocks() {
      const released = locks;
      locks = [];
      return released;
    },
  };
}

function contradiction(instanceId: string, event: SchedulingEvent, decision: Decision | undefined): ReplayError {
  return new ReplayError(
    `Non-Deterministic workflow detected: instance '${instanceId}' scheduled step ${event.EventId} as ` +
      `${describeScheduled(event)} before, but its orchestrator now produced ` +
      `${decision ? describeDecision(decision) : 'nothing'} at this step. ` +
      'Was the orchestrator changed while the instance was under way, or does it use the clock, random values or I/O?',
    { bare: true },
  );
}
