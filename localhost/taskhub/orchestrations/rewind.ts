// Rewind: replaces the events of calls that did not succeed with events that have no effect. When the orchestrator
// replays that history, it requests those calls again.

import { EventType, type GenericEvent, type HistoryEvent, isFailure } from '../history';
import { isScheduling } from '../replay/decisions';

export interface Rewound {
  /** As many events as before, in the same order. */
  events: HistoryEvent[];
  /** Failed sub-orchestrations, which must be rewound too. */
  children: string[];
}

/** `gone`: it can no longer report to this parent, and is started again. */
export type ChildState = 'failed' | 'running' | 'gone';

/** @param childState the current state of a sub-orchestration that has not succeeded according to the history. */
export function rewindHistory(events: readonly HistoryEvent[], childState: (id: string) => ChildState): Rewound {
  const calls = callsOf(events);
  const succeeded = succeededCalls(events, calls);
  const children: string[] = [];
  const isVoid = (event: HistoryEvent): boolean => {
    const call = callId(event, calls);
    if (call === undefined) return event.EventType === EventType.ExecutionCompleted;
    if (succeeded.has(call)) return false;
    if (event.EventType !== EventType.SubOrchestrationInstanceCreated || event.Attempts !== undefined) return true;
    const state = childState(event.InstanceId);
    if (state === 'failed') children.push(event.InstanceId);
    return state === 'gone';
  };
  return { events: events.map((event) => (isVoid(event) ? withoutEffect(event) : event)), children };
}

/** Maps the id of each step to the id of its call's first attempt. Timers between attempts belong to the call. */
function callsOf(events: readonly HistoryEvent[]): Map<number, number> {
  const calls = new Map<number, number>();
  for (const event of events) {
    if (!isScheduling(event) || event.EventType === EventType.EventSent) continue;
    calls.set(event.EventId, event.Attempts ?? event.EventId);
  }
  return calls;
}

/** A call has succeeded if its last attempt did. Calls without a result were abandoned when the instance failed. */
function succeededCalls(events: readonly HistoryEvent[], calls: Map<number, number>): Set<number> {
  const succeeded = new Set<number>();
  for (const event of events) {
    const call = endedCall(event, calls);
    if (call === undefined) continue;
    if (isFailure(event)) succeeded.delete(call);
    else succeeded.add(call);
  }
  return succeeded;
}

/** The call that an event completes. A timer between two attempts completes no call. */
function endedCall(event: HistoryEvent, calls: Map<number, number>): number | undefined {
  if (event.EventType === EventType.TimerFired)
    return calls.get(event.TimerId) === event.TimerId ? event.TimerId : undefined;
  return 'TaskScheduledId' in event ? calls.get(event.TaskScheduledId) : undefined;
}

function callId(event: HistoryEvent, calls: Map<number, number>): number | undefined {
  if ('TaskScheduledId' in event) return calls.get(event.TaskScheduledId);
  if (event.EventType === EventType.TimerFired) return calls.get(event.TimerId);
  return isScheduling(event) && event.EventType !== EventType.EventSent ? calls.get(event.EventId) : undefined;
}

function withoutEffect({ EventId, IsPlayed, Timestamp }: HistoryEvent): GenericEvent {
  return { Data: null, EventType: EventType.GenericEvent, EventId, IsPlayed, Timestamp };
}
