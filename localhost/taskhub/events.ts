// Creates history events, so that no other file has to know all of their properties.

import type {
  EventRaised,
  EventSent,
  ExecutionTerminated,
  FailureDetails,
  GenericEvent,
  ParentInstance,
  SubOrchestrationCreated,
  TaskFailure,
  TaskScheduled,
  TaskSucceeded,
  TimerCreated,
  TimerFired,
} from './history';
import {
  type EpisodeMark,
  EventType,
  type ExecutionCompleted,
  type ExecutionPaused,
  type ExecutionStarted,
} from './history';

const isoTime = (ms: number) => new Date(ms).toISOString();
const received = (at: number) => ({ EventId: -1, IsPlayed: false, Timestamp: isoTime(at) });
const numbered = (id: number, at: number) => ({ EventId: id, IsPlayed: false, Timestamp: isoTime(at) });

export const orchestratorStarted = (at: number): EpisodeMark => ({
  EventType: EventType.OrchestratorStarted,
  ...received(at),
});

export const orchestratorCompleted = (at: number): EpisodeMark => ({
  EventType: EventType.OrchestratorCompleted,
  ...received(at),
});

export interface NewExecution {
  instanceId: string;
  executionId: string;
  name: string;
  version: string | null;
  input: string | null;
  parent: ParentInstance | null;
  generation: number | null;
}

export const executionStarted = (execution: NewExecution, at: number): ExecutionStarted => ({
  OrchestrationInstance: { InstanceId: execution.instanceId, ExecutionId: execution.executionId },
  EventType: EventType.ExecutionStarted,
  ParentInstance: execution.parent,
  Name: execution.name,
  Version: execution.version,
  Input: execution.input,
  Tags: null,
  Correlation: null,
  ParentTraceContext: null,
  ScheduledStartTime: null,
  Generation: execution.generation,
  GenerateNewTrace: false,
  ...received(at),
});

export const executionCompleted = (
  id: number,
  end: { status: number; result: string | null; details: FailureDetails | null },
  at: number,
): ExecutionCompleted => ({
  EventType: EventType.ExecutionCompleted,
  OrchestrationStatus: end.status,
  Result: end.result,
  FailureDetails: end.details,
  ...numbered(id, at),
});

export const executionTerminated = (reason: string | null, at: number): ExecutionTerminated => ({
  EventType: EventType.ExecutionTerminated,
  Input: reason,
  ...received(at),
});

export const executionSuspended = (reason: string | null, at: number): ExecutionPaused => ({
  EventType: EventType.ExecutionSuspended,
  Reason: reason,
  ...received(at),
});

export const executionResumed = (reason: string | null, at: number): ExecutionPaused => ({
  EventType: EventType.ExecutionResumed,
  Reason: reason,
  ...received(at),
});

export const genericEvent = (data: string | null, at: number): GenericEvent => ({
  Data: data,
  EventType: EventType.GenericEvent,
  ...received(at),
});

export const taskScheduled = (id: number, name: string, attempts: number | undefined, at: number): TaskScheduled => ({
  EventType: EventType.TaskScheduled,
  Name: name,
  Version: '',
  Input: null,
  ParentTraceContext: null,
  Tags: null,
  ...(attempts !== undefined && { Attempts: attempts }),
  ...numbered(id, at),
});

/** @param result JSON text; null for no result. */
export const taskCompleted = (taskId: number, result: string | null, at: number): TaskSucceeded => ({
  EventType: EventType.TaskCompleted,
  TaskScheduledId: taskId,
  Result: result,
  ...received(at),
});

export interface Failure {
  reason: string;
  details: string;
  failureDetails: FailureDetails | null;
}

export const taskFailed = (taskId: number, failure: Failure, at: number): TaskFailure => ({
  EventType: EventType.TaskFailed,
  TaskScheduledId: taskId,
  Reason: failure.reason,
  Details: failure.details,
  FailureDetails: failure.failureDetails,
  ...received(at),
});

export const subOrchestrationCreated = (
  id: number,
  child: { name: string; version: string | null; instanceId: string },
  attempts: number | undefined,
  at: number,
): SubOrchestrationCreated => ({
  EventType: EventType.SubOrchestrationInstanceCreated,
  Name: child.name,
  Version: child.version,
  InstanceId: child.instanceId,
  Input: null,
  ClientSpanId: null,
  Tags: null,
  ...(attempts !== undefined && { Attempts: attempts }),
  ...numbered(id, at),
});

export const subOrchestrationCompleted = (taskId: number, result: string | null, at: number): TaskSucceeded => ({
  EventType: EventType.SubOrchestrationInstanceCompleted,
  TaskScheduledId: taskId,
  Result: result,
  ...received(at),
});

export const subOrchestrationFailed = (taskId: number, failure: Failure, at: number): TaskFailure => ({
  ...taskFailed(taskId, failure, at),
  EventType: EventType.SubOrchestrationInstanceFailed,
});

export const timerCreated = (id: number, fireAt: number, attempts: number | undefined, at: number): TimerCreated => ({
  EventType: EventType.TimerCreated,
  FireAt: isoTime(fireAt),
  ...(attempts !== undefined && { Attempts: attempts }),
  ...numbered(id, at),
});

export const timerFired = (timerId: number, fireAt: number, at: number): TimerFired => ({
  EventType: EventType.TimerFired,
  TimerId: timerId,
  FireAt: isoTime(fireAt),
  ...received(at),
});

export const eventSent = (id: number, target: string, name: string, input: string, at: number): EventSent => ({
  EventType: EventType.EventSent,
  InstanceId: target,
  Name: name,
  Input: input,
  ...numbered(id, at),
});

/** @param input JSON text; null for no input. */
export const eventRaised = (name: string, input: string | null, at: number): EventRaised => ({
  EventType: EventType.EventRaised,
  Name: name,
  Input: input,
  ParentTraceContext: null,
  ...received(at),
});
