// Turns a new decision into the history event that records it and the effects that carry it out.

import { randomUUID } from 'node:crypto';
import type { DurableTaskSettings } from '../../config/host-json';
import type { Effects } from '../effects';
import { isEntityInstanceId, parseEntityInstanceId } from '../entities/entity-id';
import { type EntityMessage, releaseText, requestText } from '../entities/entity-messages';
import {
  eventSent,
  subOrchestrationCreated,
  subOrchestrationFailed,
  taskFailed,
  taskScheduled,
  timerCreated,
} from '../events';
import type { FunctionCatalog } from '../function-catalog';
import type { HistoryEvent, TaskFailure } from '../history';
import { type Instance, newId } from '../instance';
import {
  type ActivityDecision,
  type Decision,
  type EntityMessageDecision,
  httpActivityName,
  type SubOrchestrationDecision,
} from '../replay/decisions';
import { ReplayError } from '../replay/replay-error';

export interface DecisionContext {
  instance: Instance;
  catalog: FunctionCatalog;
  settings: DurableTaskSettings;
  /** Epoch milliseconds. */
  at: number;
  effects: Effects;
}

/**
 * Adds the decision's effects to `context.effects`.
 * @returns the event that records the decision.
 * @throws ReplayError for an unknown function or an instance id that is not allowed.
 */
export function applyDecision(decision: Decision, context: DecisionContext): HistoryEvent {
  const { at, effects, instance } = context;
  const owner = { instanceId: instance.id, executionId: instance.executionId };
  switch (decision.kind) {
    case 'activity':
      return scheduleActivity(decision, context);
    case 'http': {
      const input = JSON.stringify(decision.request);
      effects.activities.push({ ...owner, taskId: decision.id, name: httpActivityName, input });
      return taskScheduled(decision.id, httpActivityName, undefined, at);
    }
    case 'sub-orchestration':
      return startChild(decision, context);
    case 'timer':
      effects.timers.push({ ...owner, timerId: decision.id, fireAt: decision.fireAt });
      return timerCreated(decision.id, decision.fireAt, decision.attempts, at);
    case 'entity message':
      return sendToEntity(decision, context);
  }
}

function scheduleActivity(decision: ActivityDecision, context: DecisionContext): HistoryEvent {
  const { catalog, effects, instance, at } = context;
  const fn = catalog.activity(decision.name);
  if (!fn) throw new ReplayError(catalog.missing('activity', decision.name));
  const owner = { instanceId: instance.id, executionId: instance.executionId };
  if (decision.failAs) {
    failWithoutRunning(context, taskFailed(decision.id, failureOf(decision.failAs), at));
  } else {
    effects.activities.push({ ...owner, taskId: decision.id, name: fn.name, input: activityInput(decision.input) });
  }
  return taskScheduled(decision.id, decision.name, decision.attempts, at);
}

/**
 * Formats an input as the genuine host does: with the .NET text of a JSON value, so a boolean becomes `True` or
 * `False`.
 */
export function activityInput(input: unknown): string | null {
  if (input === undefined || input === null) return null;
  if (typeof input === 'string') return input;
  if (typeof input === 'boolean') return input ? 'True' : 'False';
  return JSON.stringify(input);
}

function startChild(decision: SubOrchestrationDecision, context: DecisionContext): HistoryEvent {
  const { catalog, effects, instance, settings, at } = context;
  const { id, name, instanceId } = decision;
  if (!catalog.orchestrator(name)) throw new ReplayError(catalog.missing('orchestrator', name));
  checkChildId(instanceId, instance);
  const version = decision.version ?? settings.defaultVersion ?? null;
  if (decision.failAs) {
    failWithoutRunning(context, subOrchestrationFailed(id, failureOf(decision.failAs), at));
  } else {
    const parent = {
      Name: instance.name,
      OrchestrationInstance: { InstanceId: instance.id, ExecutionId: instance.executionId },
      TaskScheduleId: id,
      Version: instance.version,
    };
    const input = decision.input === undefined ? null : JSON.stringify(decision.input);
    effects.children.push({ instanceId, executionId: newId(), name, version, input, parent, generation: null });
  }
  return subOrchestrationCreated(id, { name, version, instanceId }, decision.attempts, at);
}

function checkChildId(id: string, instance: Instance): void {
  const taken = id === instance.id || id === instance.parent?.OrchestrationInstance.InstanceId;
  if (taken || isEntityInstanceId(id)) {
    throw new ReplayError(`'${id}' cannot be the instance id of a sub-orchestration of '${instance.id}'.`);
  }
}

function sendToEntity(decision: EntityMessageDecision, context: DecisionContext): HistoryEvent {
  const { catalog, effects, instance, at } = context;
  const { name } = parseEntityInstanceId(decision.target);
  if (!catalog.entity(name)) throw new ReplayError(catalog.missing('entity', name));
  const request = entityMessage(decision, instance, at);
  effects.messages.push({ to: decision.target, request });
  return 'release' in request
    ? eventSent(decision.id, decision.target, 'release', releaseText(request), at)
    : eventSent(decision.id, decision.target, 'op', requestText(request), at);
}

function entityMessage(decision: EntityMessageDecision, instance: Instance, at: number): EntityMessage {
  if (decision.sends === 'release') return { release: true, parent: instance.id, id: decision.lockRequestId };
  const sender = { id: randomUUID(), parent: instance.id, parentExecution: instance.executionId };
  const requestTime = new Date(at).toISOString();
  if (decision.sends === 'lock') return { op: null, ...sender, requestTime, lockset: decision.lockset };
  const input = decision.input === undefined ? undefined : JSON.stringify(decision.input);
  return {
    op: decision.operation,
    ...(decision.sends === 'signal' && { signal: true as const }),
    ...(input !== undefined && { input }),
    ...sender,
    requestTime,
  };
}

function failWithoutRunning({ effects, instance }: DecisionContext, event: TaskFailure): void {
  effects.messages.push({ to: instance.id, executionId: instance.executionId, event });
}

function failureOf(event: TaskFailure) {
  return { reason: event.Reason, details: event.Details, failureDetails: event.FailureDetails };
}
