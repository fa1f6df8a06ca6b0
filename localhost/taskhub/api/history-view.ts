// Formats a history for the management API: event types by name, each task as one event with its schedule time and
// result, and no OrchestratorStarted or OrchestratorCompleted events.

import { EventType, type HistoryEvent, type SubOrchestrationCreated, type TaskScheduled } from '../history';
import { runtimeStatusName } from '../runtime-status';

export interface HistoryViewOptions {
  showInput: boolean;
  /** Results of tasks and of the instance. */
  showOutput: boolean;
}

const names = new Map<number, string>(Object.entries(EventType).map(([name, number]) => [number, name]));

type Row = Record<string, unknown>;

export function historyView(events: readonly HistoryEvent[], options: HistoryViewOptions): Row[] {
  const scheduled = new Map<number, TaskScheduled | SubOrchestrationCreated>();
  const rows: Row[] = [];
  for (const event of events) {
    if (event.EventType === EventType.TaskScheduled || event.EventType === EventType.SubOrchestrationInstanceCreated) {
      scheduled.set(event.EventId, event);
      continue;
    }
    const properties = propertiesOf(event, scheduled, options);
    if (!properties) continue;
    const [before, after] = properties;
    rows.push({ EventType: names.get(event.EventType), ...before, Timestamp: event.Timestamp, ...after });
  }
  return rows;
}

/** The properties before and after the timestamp; undefined for an event that is not shown. */
function propertiesOf(
  event: HistoryEvent,
  scheduled: Map<number, TaskScheduled | SubOrchestrationCreated>,
  options: HistoryViewOptions,
): [Row, Row] | undefined {
  switch (event.EventType) {
    case EventType.TaskScheduled:
    case EventType.SubOrchestrationInstanceCreated:
    case EventType.OrchestratorStarted:
    case EventType.OrchestratorCompleted:
      return undefined;
    case EventType.ExecutionStarted: {
      const { Correlation, ParentTraceContext, ScheduledStartTime, Generation, GenerateNewTrace, Input } = event;
      const rest = { Correlation, ParentTraceContext, ScheduledStartTime, Generation, GenerateNewTrace };
      return [{ ...(options.showInput && { Input }), ...rest }, { FunctionName: event.Name }];
    }
    case EventType.TaskCompleted:
    case EventType.SubOrchestrationInstanceCompleted:
      return [resultOf(event.Result, options), scheduling(scheduled.get(event.TaskScheduledId), options)];
    case EventType.TaskFailed:
    case EventType.SubOrchestrationInstanceFailed: {
      const { Reason, Details, FailureDetails } = event;
      return [{ Reason, Details, FailureDetails }, scheduling(scheduled.get(event.TaskScheduledId), options)];
    }
    case EventType.ExecutionCompleted: {
      const status = { OrchestrationStatus: runtimeStatusName(event.OrchestrationStatus) };
      return [{ ...status, ...resultOf(event.Result, options), FailureDetails: event.FailureDetails }, {}];
    }
    case EventType.TimerCreated:
    case EventType.TimerFired:
      return [{ FireAt: event.FireAt }, {}];
    default: {
      const { EventType: _type, EventId: _id, IsPlayed: _played, Timestamp: _time, ...rest } = event;
      return [rest, {}];
    }
  }
}

function resultOf(result: string | null, { showOutput }: HistoryViewOptions): Row {
  return showOutput ? { Result: parseResult(result) } : {};
}

/** Failures and terminations are recorded as plain text. */
function parseResult(result: string | null): unknown {
  if (result === null) return null;
  try {
    return JSON.parse(result);
  } catch {
    return result;
  }
}

function scheduling(
  event: TaskScheduled | SubOrchestrationCreated | undefined,
  { showInput }: HistoryViewOptions,
): Row {
  if (!event) return {};
  return {
    ScheduledTime: event.Timestamp.replace('Z', '+00:00'),
    FunctionName: event.Name,
    ...(event.EventType === EventType.SubOrchestrationInstanceCreated && { InstanceId: event.InstanceId }),
    ...(showInput && { Input: null }),
  };
}
