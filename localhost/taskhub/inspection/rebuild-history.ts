// Rebuilds a history from the rows of the status API. Those show each task once, at its end and without number: the numbers
// follow from the order in which tasks, timers and messages were scheduled.

import { StartupError } from '../../core/startup-error';
import { executionStarted, orchestratorCompleted, orchestratorStarted } from '../events';
import { EventType, type HistoryEvent } from '../history';
import { RuntimeStatus } from '../runtime-status';

export type HistoryRow = Record<string, unknown> & { EventType: string; Timestamp: string };

export interface RunHead {
  name: string;
  instanceId: string;
  executionId: string;
  /** JSON text. */
  input: string | null;
  version: string | null;
}

/** The number of a step, once it is known. */
interface Step {
  id?: number;
}

/** One event of the history to come. */
interface Entry {
  at: string;
  /** What the event completes; it cannot come before that was scheduled. */
  completes?: Step;
  /** What the event schedules. */
  schedules?: Step;
  /** A message begins an episode. */
  isMessage: boolean;
  event: object;
}

/** @throws StartupError for a row of an unknown type. */
export function rebuildHistory(rows: HistoryRow[], head: RunHead): HistoryEvent[] {
  const timers: OpenTimer[] = [];
  return inEpisodes(inOrder(rows.flatMap((row) => entriesOf(row, head, timers))));
}

interface OpenTimer {
  step: Step;
  fireAt: string;
}

function entriesOf(row: HistoryRow, head: RunHead, timers: OpenTimer[]): Entry[] {
  const { Timestamp: at } = row;
  const event = { ...row, IsPlayed: false, EventType: eventType(row) };
  switch (row.EventType) {
    case 'ExecutionStarted': {
      const started = executionStarted({ ...head, parent: null, generation: null }, Date.parse(at));
      return [{ at, isMessage: true, event: started }];
    }
    case 'TaskCompleted':
    case 'TaskFailed':
    case 'SubOrchestrationInstanceCompleted':
    case 'SubOrchestrationInstanceFailed':
      return taskEntries(row);
    case 'TimerCreated': {
      const step: Step = {};
      timers.push({ step, fireAt: String(row.FireAt) });
      return [{ at, isMessage: false, schedules: step, event }];
    }
    case 'TimerFired': {
      const index = timers.findIndex(({ fireAt }) => fireAt === String(row.FireAt));
      const [timer] = index < 0 ? [] : timers.splice(index, 1);
      return [{ at, isMessage: true, ...(timer && { completes: timer.step }), event }];
    }
    case 'EventSent':
      return [{ at, isMessage: false, schedules: {}, event }];
    case 'ExecutionCompleted':
      return [{ at, isMessage: false, event: completionOf(row) }];
    default:
      return [{ at, isMessage: true, event: { ...event, EventId: -1 } }];
  }
}

/** A task ended; when it was scheduled is part of the row. */
function taskEntries(row: HistoryRow): Entry[] {
  const { Timestamp: at, FunctionName, InstanceId, Result, ScheduledTime } = row;
  const step: Step = {};
  const isTask = row.EventType.startsWith('Task');
  const scheduledAt = String(ScheduledTime ?? at);
  const scheduled = {
    EventType: isTask ? EventType.TaskScheduled : EventType.SubOrchestrationInstanceCreated,
    IsPlayed: false,
    Timestamp: scheduledAt,
    Name: FunctionName,
    Version: '',
    Input: null,
    ...(!isTask && { InstanceId: InstanceId ?? '' }),
  };
  const outcome = row.EventType.endsWith('Failed')
    ? { Reason: row.Reason ?? '', Details: row.Details ?? '', FailureDetails: row.FailureDetails ?? null }
    : { Result: Result === undefined || Result === null ? null : JSON.stringify(Result) };
  const ended = { EventType: eventType(row), EventId: -1, IsPlayed: false, Timestamp: at, ...outcome };
  return [
    { at: scheduledAt, isMessage: false, schedules: step, event: scheduled },
    { at, isMessage: true, completes: step, event: ended },
  ];
}

function completionOf(row: HistoryRow): object {
  const { OrchestrationStatus, Result, FailureDetails = null, Timestamp } = row;
  const status = RuntimeStatus[String(OrchestrationStatus) as keyof typeof RuntimeStatus];
  const isValue = status === RuntimeStatus.Completed && Result !== undefined && Result !== null;
  const result = isValue ? JSON.stringify(Result) : (Result ?? null);
  const end = { OrchestrationStatus: status, Result: result, FailureDetails };
  return { EventType: EventType.ExecutionCompleted, EventId: -1, IsPlayed: false, Timestamp, ...end };
}

function eventType(row: HistoryRow): number {
  const type = EventType[row.EventType as keyof typeof EventType];
  if (type === undefined) throw new StartupError(`The history has an event of an unknown type: ${row.EventType}.`);
  return type;
}

/** By time; at the same time messages come before what they caused, but no task ends before it was scheduled. */
function inOrder(entries: Entry[]): Entry[] {
  const byTime = entries.toSorted((a, b) => {
    const [first, second] = [sortable(a.at), sortable(b.at)];
    if (first !== second) return first < second ? -1 : 1;
    return Number(b.isMessage) - Number(a.isMessage);
  });
  const scheduled = new Set<Step>();
  const early = new Map<Step, Entry>();
  return byTime.flatMap((entry) => {
    const { completes, schedules } = entry;
    if (completes && !scheduled.has(completes)) {
      early.set(completes, entry);
      return [];
    }
    if (!schedules) return [entry];
    scheduled.add(schedules);
    const end = early.get(schedules);
    return end ? [entry, end] : [entry];
  });
}

/** .NET leaves out zeros at the end of a fraction. */
function sortable(time: string): string {
  const [, whole = '', fraction = ''] = /^([^.Z+]+)(?:\.(\d+))?/.exec(time) ?? [];
  return `${whole}.${fraction.padEnd(7, '0')}`;
}

/** Numbers the steps, and puts each message into an episode of its own. */
function inEpisodes(entries: Entry[]): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  let nextId = 0;
  let isOpen = false;
  for (const { at, isMessage, completes, schedules, event } of entries) {
    const time = Date.parse(at);
    if (isMessage) {
      if (isOpen) events.push(orchestratorCompleted(time));
      events.push(orchestratorStarted(time));
      isOpen = true;
    }
    if (schedules) schedules.id = nextId++;
    const id = schedules?.id ?? -1;
    const of = completes && { TaskScheduledId: completes.id, TimerId: completes.id };
    events.push({ EventId: id, ...event, ...(schedules && { EventId: id }), ...of } as HistoryEvent);
  }
  if (isOpen) events.push(orchestratorCompleted(Date.parse(entries.at(-1)?.at ?? '')));
  return events;
}
