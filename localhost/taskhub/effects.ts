// Work that follows from a step, an entity's batch or a client's request. It is stored in the same transaction as
// what it follows from, and only then begun.

import type { EntityMessage } from './entities/entity-messages';
import type { NewExecution } from './events';
import type { HistoryEvent } from './history';

export interface ActivityWork {
  instanceId: string;
  executionId: string;
  taskId: number;
  name: string;
  /** The text that the activity's trigger receives; null for no input. */
  input: string | null;
}

export interface TimerWork {
  instanceId: string;
  executionId: string;
  timerId: number;
  /** ms since epoch */
  fireAt: number;
}

/** An event for an orchestration. It is dropped when the instance has gone on to another execution. */
export interface OrchestrationMessage {
  to: string;
  /** Absent when it is meant for whatever execution is current. */
  executionId?: string;
  event: HistoryEvent;
}

/** A request for an entity. */
export interface EntityDelivery {
  to: string;
  request: EntityMessage;
}

export type Message = OrchestrationMessage | EntityDelivery;

export interface Effects {
  activities: ActivityWork[];
  timers: TimerWork[];
  /** Timers that need not fire any more, of the instance whose effects these are. */
  cancelledTimers: number[];
  children: NewExecution[];
  messages: Message[];
}

export function noEffects(): Effects {
  return { activities: [], timers: [], cancelledTimers: [], children: [], messages: [] };
}
