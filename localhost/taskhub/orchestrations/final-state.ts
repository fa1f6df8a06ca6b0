// The final state of an orchestration, and the messages that follow from it: to its parent, and to release its locks.

import type { Message } from '../effects';
import { entityInstanceId } from '../entities/entity-id';
import { parseRequestText } from '../entities/entity-messages';
import { type Failure, subOrchestrationCompleted, subOrchestrationFailed } from '../events';
import { EventType, type FailureDetails, type HistoryEvent } from '../history';
import type { Instance } from '../instance';
import { RuntimeStatus } from '../runtime-status';

export interface FinalState {
  status: RuntimeStatus;
  /** JSON text of the instance's output. */
  output: string | null;
  /** The value in the history: JSON text of a result, or plain text of a failure or termination. */
  result: string | null;
  failureDetails?: FailureDetails;
  /** The failure as the parent sees it. */
  failure?: Failure;
}

/** For an orchestration whose version this host may not run. */
export function versionMismatch(): FinalState {
  const details: FailureDetails = {
    ErrorType: 'VersionMismatch',
    ErrorMessage: 'Orchestration version did not comply with Worker Versioning',
    StackTrace: null,
    InnerFailure: null,
    IsNonRetriable: true,
    Properties: null,
  };
  const text = `${details.ErrorType}: ${details.ErrorMessage}`;
  const failure = { reason: text, details: '', failureDetails: details };
  return { ...failedWith(text, failure), result: null, failureDetails: details };
}

export function completed(output: string | null): FinalState {
  return { status: RuntimeStatus.Completed, output, result: output };
}

export function terminated(reason: string | null): FinalState {
  return {
    status: RuntimeStatus.Terminated,
    output: reason === null ? null : JSON.stringify(reason),
    result: reason,
    failure: { reason: reason ?? 'The sub-orchestration was terminated.', details: '', failureDetails: null },
  };
}

/** For an orchestrator that threw an error or cannot continue. */
export function failed(name: string, error: string, failureDetails: FailureDetails | null = null): FinalState {
  const text = `Orchestrator function '${name}' failed: ${error}`;
  return failedWith(text, { reason: text, details: `Message: ${error}, StackTrace: `, failureDetails });
}

/** @param text the whole output, without the orchestrator's name in front. */
export function failedWith(
  text: string,
  failure: Failure = { reason: text, details: '', failureDetails: null },
): FinalState {
  return { status: RuntimeStatus.Failed, output: JSON.stringify(text), result: text, failure };
}

/** The message to the parent; undefined when the instance has no parent. */
export function parentMessage(instance: Instance, final: FinalState, at: number): Message | undefined {
  if (!instance.parent) return undefined;
  const { OrchestrationInstance: parent, TaskScheduleId: taskId } = instance.parent;
  const event = final.failure
    ? subOrchestrationFailed(taskId, final.failure, at)
    : subOrchestrationCompleted(taskId, final.output, at);
  return { to: parent.InstanceId, executionId: parent.ExecutionId, event };
}

/** Release messages for all locks that were requested in the history and not released. */
export function lockReleases(instanceId: string, events: Iterable<HistoryEvent>): Message[] {
  const held = new Map<string, string[]>();
  for (const event of events) {
    if (event.EventType !== EventType.EventSent) continue;
    const { id, lockset } = parseRequestText(event.Input);
    if (event.Name === 'release') held.delete(id);
    else if (lockset) held.set(id, lockset.map(entityInstanceId));
  }
  return [...held].flatMap(([id, targets]) =>
    targets.map((to): Message => ({ to, request: { release: true, parent: instanceId, id } })),
  );
}
