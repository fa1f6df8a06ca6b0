// An orchestration instance in the task hub: its status row and its history.

import { randomUUID } from 'node:crypto';
import type { NewExecution } from './events';
import { EventType, type HistoryEvent, isMessage, type ParentInstance } from './history';
import type { RuntimeStatus } from './runtime-status';

export interface Instance {
  id: string;
  /** A new one for each execution (`continueAsNew`). */
  executionId: string;
  name: string;
  version: string | null;
  status: RuntimeStatus;
  /** JSON text. */
  input: string | null;
  /** JSON text. */
  output: string | null;
  /** JSON text. */
  customStatus: string | null;
  /** Start of the current execution, epoch milliseconds. */
  createdAt: number;
  /** Last commit, epoch milliseconds. */
  updatedAt: number;
  parent: ParentInstance | null;
  generation: number | null;
}

export interface History {
  events: HistoryEvent[];
  /** The events as comma-separated JSON, in the form in which later episodes pass them to the orchestrator. */
  text: string;
  /** For each episode, how many actions the orchestrator had requested at its end. */
  actionCounts: number[];
  /** Timestamp of the last episode in milliseconds. The next episode must be later. */
  lastEpisodeAt: number;
}

export interface InstanceState {
  instance: Instance;
  history: History;
}

/** The part of a history that one episode appended. */
export interface HistorySegment {
  events: HistoryEvent[];
  actionCount: number;
}

export function emptyHistory(): History {
  return { events: [], text: '', actionCounts: [], lastEpisodeAt: 0 };
}

/** Appends to a history in place. @param text the segment's events as formatted by `segmentText`. */
export function appendSegment(history: History, segment: HistorySegment, text: string): void {
  history.text += history.text ? `,${text}` : text;
  history.actionCounts.push(segment.actionCount);
  for (const event of segment.events) {
    history.events.push(event);
    if (event.EventType === EventType.OrchestratorStarted) history.lastEpisodeAt = Date.parse(event.Timestamp);
  }
}

/** Formats events as comma-separated JSON, and marks those that arrived as messages as played. */
export function segmentText(events: readonly HistoryEvent[]): string {
  return events
    .map((event) => JSON.stringify(isMessage(event) && !event.IsPlayed ? { ...event, IsPlayed: true } : event))
    .join(',');
}

export function parseSegmentText(text: string): HistoryEvent[] {
  return JSON.parse(`[${text}]`) as HistoryEvent[];
}

/** The status row of an instance that has not run yet. */
export function pendingInstance(execution: NewExecution, status: RuntimeStatus, at: number): Instance {
  const { instanceId, executionId, name, version, input, parent, generation } = execution;
  return {
    id: instanceId,
    executionId,
    name,
    version,
    status,
    input,
    output: null,
    customStatus: null,
    createdAt: at,
    updatedAt: at,
    parent,
    generation,
  };
}

/** An id without dashes, for instances without a given id and for executions that the task hub starts itself. */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}
