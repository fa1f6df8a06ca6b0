// The decisions of an orchestrator: what to schedule, with the same sequence ids that durable-functions uses.

import type { HttpRequestOptions } from '../actions';
import type { EntityId } from '../entities/entity-id';
import {
  type EventSent,
  EventType,
  type HistoryEvent,
  type SubOrchestrationCreated,
  type TaskFailure,
  type TaskScheduled,
  type TimerCreated,
} from '../history';

interface Numbered {
  id: number;
  /** Id of the first attempt, set on every step of a call with retries. */
  attempts?: number | undefined;
}

export interface ActivityDecision extends Numbered {
  kind: 'activity';
  name: string;
  input?: unknown;
  /** Set when the activity must fail like this without being run. */
  failAs?: TaskFailure | undefined;
}

export interface SubOrchestrationDecision extends Numbered {
  kind: 'sub-orchestration';
  name: string;
  instanceId: string;
  input?: unknown;
  version?: string | undefined;
  failAs?: TaskFailure | undefined;
}

export interface TimerDecision extends Numbered {
  kind: 'timer';
  /** Epoch milliseconds. */
  fireAt: number;
}

export interface HttpDecision extends Numbered {
  kind: 'http';
  request: HttpRequestOptions;
}

export type EntityMessageDecision = Numbered & { kind: 'entity message'; target: string } & (
    | { sends: 'call' | 'signal'; operation: string; input?: unknown }
    | { sends: 'lock'; lockset: EntityId[] }
    | { sends: 'release'; lockRequestId: string }
  );

export type Decision =
  | ActivityDecision
  | SubOrchestrationDecision
  | TimerDecision
  | HttpDecision
  | EntityMessageDecision;

/** The activity name that an HTTP call has in histories. */
export const httpActivityName = 'BuiltIn::HttpActivity';

export type SchedulingEvent = TaskScheduled | SubOrchestrationCreated | TimerCreated | EventSent;

export function isScheduling(event: HistoryEvent): event is SchedulingEvent {
  switch (event.EventType) {
    case EventType.TaskScheduled:
    case EventType.SubOrchestrationInstanceCreated:
    case EventType.TimerCreated:
    case EventType.EventSent:
      return true;
    default:
      return false;
  }
}

/** Describes what the history says was scheduled, e.g. `the activity 'say'`. */
export function describeScheduled(event: SchedulingEvent): string {
  switch (event.EventType) {
    case EventType.TaskScheduled:
      return `the activity '${event.Name}'`;
    case EventType.SubOrchestrationInstanceCreated:
      return `the sub-orchestration '${event.Name}'`;
    case EventType.TimerCreated:
      return 'a timer';
    case EventType.EventSent:
      return `an entity message to '${event.InstanceId}'`;
  }
}

/** Describes what the orchestrator decided now, in the same words. */
export function describeDecision(decision: Decision): string {
  switch (decision.kind) {
    case 'activity':
      return `the activity '${decision.name}'`;
    case 'http':
      return `the activity '${httpActivityName}'`;
    case 'sub-orchestration':
      return `the sub-orchestration '${decision.name}'`;
    case 'timer':
      return 'a timer';
    case 'entity message':
      return `an entity message to '${decision.target}'`;
  }
}

/** True when the history event records this decision. Function names are not case-sensitive. */
export function isRecordedAs(decision: Decision, event: SchedulingEvent): boolean {
  switch (decision.kind) {
    case 'activity':
      return event.EventType === EventType.TaskScheduled && sameName(event.Name, decision.name);
    case 'http':
      return event.EventType === EventType.TaskScheduled && event.Name === httpActivityName;
    case 'sub-orchestration':
      return event.EventType === EventType.SubOrchestrationInstanceCreated && sameName(event.Name, decision.name);
    case 'timer':
      return event.EventType === EventType.TimerCreated;
    case 'entity message':
      return event.EventType === EventType.EventSent && event.InstanceId === decision.target;
  }
}

function sameName(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}
