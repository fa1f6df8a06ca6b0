// A recorded execution of an orchestration, wherever it comes from: the task hub or a downloaded history.

import { EventType, type ExecutionStarted, type HistoryEvent } from '../history';
import type { RuntimeStatus } from '../runtime-status';

export interface RecordedRun {
  instanceId: string;
  executionId: string;
  name: string;
  /** JSON text. */
  input: string | null;
  events: HistoryEvent[];
  /** For each episode, how many actions the orchestrator had requested; absent if the record does not say. */
  actionCounts?: number[];
  /** What the record lacks, in sentences for the user. */
  notes: string[];
}

/** How a recorded execution ended; undefined if it had not. */
export function recordedEnd(run: RecordedRun): { status: RuntimeStatus; result: string | null } | undefined {
  const last = run.events.findLast((event) => event.EventType === EventType.ExecutionCompleted);
  if (last?.EventType !== EventType.ExecutionCompleted) return undefined;
  return { status: last.OrchestrationStatus as RuntimeStatus, result: last.Result };
}

export function startOf(events: readonly HistoryEvent[]): ExecutionStarted | undefined {
  return events.find((event): event is ExecutionStarted => event.EventType === EventType.ExecutionStarted);
}

const names = new Map<number, string>(Object.entries(EventType).map(([name, number]) => [number, name]));

/** One line about an event, e.g. `TaskScheduled 'charge' (step 3)`. */
export function describeEvent(event: HistoryEvent): string {
  const name = 'Name' in event && event.Name ? ` '${event.Name}'` : '';
  const id = 'TaskScheduledId' in event ? event.TaskScheduledId : 'TimerId' in event ? event.TimerId : event.EventId;
  return `${names.get(event.EventType)}${name}${id >= 0 ? ` (step ${id})` : ''}`;
}
