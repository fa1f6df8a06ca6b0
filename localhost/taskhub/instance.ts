// An orchestration instance as the task hub knows it: its status row and its history.

import { randomUUID } from 'node:crypto';
import type { NewExecution } from './events';
import { EventType, type HistoryEvent, isMessage, type ParentInstance } from './history';
import type { RuntimeStatus } from './runtime-status';

export interface Instance {
  id: string;
  /** One for each generation. */
  executionId: string;
  name: string;
  version: string | null;
  status: RuntimeStatus;
  /** JSON text */
  input: string | null;
  /** JSON text */
  output: string | null;
  /** JSON text */
  customStatus: string | null;
  /** Start of the current generation, ms since epoch. */
  createdAt: number;
  /** Last commit, ms since epoch. */
  updatedAt: number;
  parent: ParentInstance | null;
  generation: number | null;
}

export interface History {
  events: HistoryEvent[];
  /** The events as JSON, comma separated, as a later episode shows them. */
  text: string;
  /** For each episode, how many actions the orchestrator had asked for at its end. */
  seen: number[];
  /** Timestamp of the last episode, ms; the next one is later. */
  lastEpisodeAt: number;
}

export interface InstanceState {
  instance: Instance;
  history: History;
}

/** A part of a history that one episode appended. */
export interface HistorySegment {
  events: HistoryEvent[];
  seen: number;
}

export function emptyHistory(): History {
  return { events: [], text: '', seen: [], lastEpisodeAt: 0 };
}

/** Appends to a history in place. @param text the segment's events as `segmentText` writes them. */
export function appendSegment(history: History, segment: HistorySegment, text: string): void {
  history.text += history.text ? `,${text}` : text;
  history.seen.push(segment.seen);
  for (const event of segment.events) {
    history.events.push(event);
    if (event.EventType === EventType.OrchestratorStarted) history.lastEpisodeAt = Date.parse(event.Timestamp);
  }
}

/** Events as JSON, comma separated, with those that came as messages marked as played. */
export function segmentText(events: readonly HistoryEvent[]): string {
  return events
    .map((event) => JSON.stringify(isMessage(event) && !event.IsPlayed ? { ...event, IsPlayed: true } : event))
    .join(',');
}

export function parseSegmentText(text: string): HistoryEvent[] {
  return JSON.parse(`[${text}]`) as HistoryEvent[];
}

/** The row of an instance that was asked for and has not run yet. */
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

/** Ids without dashes: of instances that were given none, and of executions that the task hub itself begins. */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}
