// The history events of an orchestration, in the format that durable-functions replays: PascalCase properties, and a
// number for each event type. Property order and null properties match the genuine host.

export const EventType = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
  GenericEvent: 17,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
} as const;

type Kind = typeof EventType;
type Numbers = Kind[keyof Kind];

interface Common<T extends Numbers> {
  EventType: T;
  /** The task's sequence id in events that schedule something, else -1. */
  EventId: number;
  /** Becomes true in later episodes for events that arrived as messages. Events that an episode appended stay false. */
  IsPlayed: boolean;
  /** ISO 8601, UTC. */
  Timestamp: string;
}

export interface ParentInstance {
  Name: string;
  OrchestrationInstance: { InstanceId: string; ExecutionId: string };
  TaskScheduleId: number;
  Version: string | null;
}

export interface FailureDetails {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace: string | null;
  InnerFailure: FailureDetails | null;
  IsNonRetriable: boolean;
  Properties: Record<string, unknown> | null;
}

export interface ExecutionStarted extends Common<Kind['ExecutionStarted']> {
  OrchestrationInstance: { InstanceId: string; ExecutionId: string };
  ParentInstance: ParentInstance | null;
  Name: string;
  Version: string | null;
  Input: string | null;
  Tags: null;
  Correlation: null;
  ParentTraceContext: null;
  ScheduledStartTime: null;
  Generation: number | null;
  GenerateNewTrace: boolean;
}

export interface ExecutionCompleted extends Common<Kind['ExecutionCompleted']> {
  /** A runtime status number. */
  OrchestrationStatus: number;
  /** JSON text, or the plain text of a failure or termination. */
  Result: string | null;
  FailureDetails: FailureDetails | null;
}

/** A task succeeded. `Result` is JSON text or null, never absent. */
export interface TaskSucceeded extends Common<Kind['TaskCompleted'] | Kind['SubOrchestrationInstanceCompleted']> {
  TaskScheduledId: number;
  Result: string | null;
}

/** A task failed. The SDK needs `Reason` and `Details` as strings, or `FailureDetails`. */
export interface TaskFailure extends Common<Kind['TaskFailed'] | Kind['SubOrchestrationInstanceFailed']> {
  TaskScheduledId: number;
  Reason: string;
  Details: string;
  FailureDetails: FailureDetails | null;
}

export interface TaskScheduled extends Common<Kind['TaskScheduled']> {
  Name: string;
  Version: string;
  Input: null;
  ParentTraceContext: null;
  Tags: null;
  /** Sequence id of the first attempt, set on every attempt of a call with retries. Only rewind reads it. */
  Attempts?: number;
}

export interface SubOrchestrationCreated extends Common<Kind['SubOrchestrationInstanceCreated']> {
  Name: string;
  Version: string | null;
  InstanceId: string;
  Input: null;
  ClientSpanId: null;
  Tags: null;
  Attempts?: number;
}

export interface TimerCreated extends Common<Kind['TimerCreated']> {
  FireAt: string;
  Attempts?: number;
}

export interface TimerFired extends Common<Kind['TimerFired']> {
  TimerId: number;
  FireAt: string;
}

export interface EventSent extends Common<Kind['EventSent']> {
  InstanceId: string;
  Name: string;
  Input: string;
}

export interface EventRaised extends Common<Kind['EventRaised']> {
  Name: string;
  Input: string | null;
  ParentTraceContext: null;
}

export interface GenericEvent extends Common<Kind['GenericEvent']> {
  Data: string | null;
}

export interface ExecutionTerminated extends Common<Kind['ExecutionTerminated']> {
  Input: string | null;
}

export interface ExecutionPaused extends Common<Kind['ExecutionSuspended'] | Kind['ExecutionResumed']> {
  Reason: string | null;
}

export type EpisodeMark = Common<Kind['OrchestratorStarted'] | Kind['OrchestratorCompleted']>;

/** The events that complete a task or timer. */
export type Completion = TaskSucceeded | TaskFailure | TimerFired;

export type HistoryEvent =
  | ExecutionStarted
  | ExecutionCompleted
  | ExecutionTerminated
  | ExecutionPaused
  | Completion
  | TaskScheduled
  | SubOrchestrationCreated
  | TimerCreated
  | EventSent
  | EventRaised
  | GenericEvent
  | EpisodeMark;

export function isFailure(event: HistoryEvent): event is TaskFailure {
  return event.EventType === EventType.TaskFailed || event.EventType === EventType.SubOrchestrationInstanceFailed;
}

/** True for events that reach an instance as messages, false for events that an episode itself appends. */
export function isMessage(event: HistoryEvent): boolean {
  switch (event.EventType) {
    case EventType.TaskScheduled:
    case EventType.SubOrchestrationInstanceCreated:
    case EventType.TimerCreated:
    case EventType.EventSent:
    case EventType.OrchestratorStarted:
    case EventType.OrchestratorCompleted:
    case EventType.ExecutionCompleted:
      return false;
    default:
      return true;
  }
}
