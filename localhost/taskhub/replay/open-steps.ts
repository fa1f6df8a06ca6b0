// The open steps of a replay: decisions not yet found in the history, tasks without a completion, and entity requests
// without a response.

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
  /** Returns the next sequence id, and never the same id twice. */
  reserveId(): number;
  nextId(): number;
  /** Schedules a task or timer. Unless `cancelled`, the instance cannot end before it completes. */
  schedule(decision: Decision, onComplete: (event: Completion) => void, cancelled?: boolean): void;
  /** Sends a message to an entity. With `onResponse`, the orchestrator waits for the response. */
  send(decision: EntityMessageDecision, onResponse?: (failed: boolean) => void): void;
  /**
   * Finds the decision that an event records.
   * @throws ReplayError when the decision with that id differs or is missing.
   */
  match(event: SchedulingEvent): void;
  complete(id: number, event: Completion): void;
  /** Completes an entity request. @returns false when no entity request has this id. */
  respond(requestId: string, failed: boolean): boolean;
  /** Decisions that are not in the history, by ascending id. */
  newDecisions(): Decision[];
  /** False while a task or an uncancelled timer is open. */
  idle(): boolean;
  /** True while an entity must respond. */
  awaitsResponse(): boolean;
  cancelledTimers(): number[];
  /** Clears the list of held locks. @returns the locks it contained. */
  releaseLocks(): LockRequest[];
}

interface OpenTask {
  onComplete(event: Completion): void;
  cancelled: boolean;
}

export function makeOpenSteps(instanceId: string): OpenSteps {
  const newDecisions = new Map<number, Decision>();
  const tasks = new Map<number, OpenTask>();
  const pendingRequests = new Map<number, (failed: boolean) => void>();
  const pendingResponses = new Map<string, (failed: boolean) => void>();
  let locks: LockRequest[] = [];
  let nextId = 0;

  function sent(event: { EventId: number; Input: string }, decision: EntityMessageDecision): void {
    const onResponse = pendingRequests.get(event.EventId);
    if (!onResponse) return;
    pendingRequests.delete(event.EventId);
    const { id } = parseRequestText(event.Input);
    pendingResponses.set(id, onResponse);
    if (decision.sends === 'lock') locks.push({ requestId: id, lockset: decision.lockset });
  }

  return {
    reserveId: () => nextId++,
    nextId: () => nextId,
    schedule(decision, onComplete, cancelled = false) {
      newDecisions.set(decision.id, decision);
      tasks.set(decision.id, { onComplete, cancelled });
    },
    send(decision, onResponse) {
      newDecisions.set(decision.id, decision);
      if (onResponse) pendingRequests.set(decision.id, onResponse);
    },
    match(event) {
      const decision = newDecisions.get(event.EventId);
      if (!decision || !isRecordedAs(decision, event)) throw contradiction(instanceId, event, decision);
      newDecisions.delete(event.EventId);
      if (event.EventType === EventType.EventSent && decision.kind === 'entity message') sent(event, decision);
    },
    complete(id, event) {
      const task = tasks.get(id);
      tasks.delete(id);
      task?.onComplete(event);
    },
    respond(requestId, failed) {
      const onResponse = pendingResponses.get(requestId);
      if (!onResponse) return false;
      pendingResponses.delete(requestId);
      onResponse(failed);
      return true;
    },
    newDecisions: () => [...newDecisions.values()].sort((a, b) => a.id - b.id),
    idle: () => [...tasks.values()].every((task) => task.cancelled),
    awaitsResponse: () => pendingRequests.size + pendingResponses.size > 0,
    cancelledTimers: () => [...tasks].filter(([id, task]) => task.cancelled && !newDecisions.has(id)).map(([id]) => id),
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
      'Was the orchestrator changed while the instance was running, or does it use the clock, random values or I/O?',
    { bare: true },
  );
}
