// The effects of an episode, an entity batch or a client's request: activities, timers, sub-orchestrations and
// messages. They are stored in the same transaction as their cause, and started only after the commit.

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
  /** Epoch milliseconds. */
  fireAt: number;
}

/** An event for an orchestration. It is dropped if the instance has moved on to another execution. */
export interface OrchestrationMessage {
  to: string;
  /** Absent when it is for the current execution, whichever that is. */
  executionId?: string;
  event: HistoryEvent;
}

export interface EntityDelivery {
  to: string;
  request: EntityMessage;
}

export type Message = OrchestrationMessage | EntityDelivery;

export interface Effects {
  activities: ActivityWork[];
  timers: TimerWork[];
  /** Ids of cancelled timers of the instance itself. */
  cancelledTimers: number[];
  children: NewExecution[];
  messages: Message[];
}

export function noEffects(): Effects {
  return { activities: [], timers: [], cancelledTimers: [], children: [], messages: [] };
}
