// Rewind: what failed becomes history without effect, so that the orchestrator, shown the rest, asks for it again.

import { EventType, type GenericEvent, type HistoryEvent, isFailure } from '../history';
import { isScheduling } from '../replay/decisions';

export interface Rewound {
  /** As many events as before, in the same order. */
  events: HistoryEvent[];
  /** Failed sub-orchestrations to be rewound themselves. */
  children: string[];
}

/** @param canRewind whether a sub-orchestration is still there to be rewound; otherwise it is started anew. */
export function rewindHistory(events: readonly HistoryEvent[], canRewind: (id: string) => boolean): Rewound {
  const calls = callsOf(events);
  const failed = failedCalls(events, calls);
  const children: string[] = [];
  const isVoid = (event: HistoryEvent): boolean => {
    const call = callId(event, calls);
    if (call === undefined || !failed.has(call)) return event.EventType === EventType.ExecutionCompleted;
    if (event.EventType !== EventType.SubOrchestrationInstanceCreated || event.Attempts !== undefined) return true;
    if (!canRewind(event.InstanceId)) return true;
    children.push(event.InstanceId);
    return false;
  };
  return { events: events.map((event) => (isVoid(event) ? withoutEffect(event) : event)), children };
}

/** From the id of each step to the id of its call's first attempt; waits between attempts belong to the call. */
function callsOf(events: readonly HistoryEvent[]): Map<number, number> {
  const calls = new Map<number, number>();
  for (const event of events) {
    if (!isScheduling(event) || event.EventType === EventType.EventSent) continue;
    if (event.EventType === EventType.TimerCreated && event.Attempts === undefined) continue;
    calls.set(event.EventId, event.Attempts ?? event.EventId);
  }
  return calls;
}

/** A call has failed when its last attempt did. */
function failedCalls(events: readonly HistoryEvent[], calls: Map<number, number>): Set<number> {
  const failed = new Set<number>();
  for (const event of events) {
    const call = 'TaskScheduledId' in event ? calls.get(event.TaskScheduledId) : undefined;
    if (call === undefined) continue;
    if (isFailure(event)) failed.add(call);
    else failed.delete(call);
  }
  return failed;
}

function callId(event: HistoryEvent, calls: Map<number, number>): number | undefined {
  if ('TaskScheduledId' in event) return calls.get(event.TaskScheduledId);
  if (event.EventType === EventType.TimerFired) return calls.get(event.TimerId);
  return isScheduling(event) && event.EventType !== EventType.EventSent ? calls.get(event.EventId) : undefined;
}

function withoutEffect({ EventId, IsPlayed, Timestamp }: HistoryEvent): GenericEvent {
  return { Data: null, EventType: EventType.GenericEvent, EventId, IsPlayed, Timestamp };
}
