// Runs an orchestrator on the real durable-functions library with a hand-written history.

import { InvocationContext } from '@azure/functions';
import type { DurableContext, Orchestration } from '../../src/shared/durable/durable';

/** One episode: the events that arrived before the orchestrator ran again. */
export type Episode = HistoryEvent[];
export type HistoryEvent = Record<string, unknown> & { EventType: number };

export interface Reply {
  isDone: boolean;
  output?: unknown;
  actions: unknown[][];
  customStatus?: unknown;
}

/** The library's replay, which it does not export. */
type Orchestrator = new (
  orchestrator: (context: DurableContext) => Orchestration<unknown>,
) => { handle(trigger: object, context: InvocationContext): Promise<{ toJSON(): Reply }> };

const { Orchestrator } = require('durable-functions/lib/src/orchestrations/Orchestrator') as {
  Orchestrator: Orchestrator;
};

export function eventRaised(name: string, data: unknown): HistoryEvent {
  return { EventType: 15, EventId: -1, Name: name, Input: JSON.stringify(data) };
}

export function activityCompleted(taskId: number, result: unknown): HistoryEvent {
  return { EventType: 5, EventId: -1, TaskScheduledId: taskId, Result: JSON.stringify(result) };
}

/** The orchestrator's reply after the last episode; the first one starts it. */
export async function replay(
  orchestrator: (context: DurableContext) => Orchestration<unknown>,
  input: unknown,
  episodes: Episode[],
): Promise<Reply> {
  const started: HistoryEvent = { EventType: 0, EventId: -1, Name: 'orchestrator', Input: JSON.stringify(input) };
  const history = episodes.flatMap((arrived, index) => {
    const stamp = {
      Timestamp: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
      IsPlayed: index < episodes.length - 1,
    };
    const events = [{ EventType: 12, EventId: -1 }, ...(index === 0 ? [started] : []), ...arrived];
    return events.map((event) => ({ ...event, ...stamp }));
  });
  return replayTrigger(orchestrator, {
    history,
    input,
    instanceId: 'instance',
    isReplaying: episodes.length > 1,
    parentInstanceId: null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  });
}

/** The same with the payload that a task hub passes to an orchestrator. */
export async function replayTrigger(
  orchestrator: (context: DurableContext) => Orchestration<unknown>,
  trigger: object,
): Promise<Reply> {
  const context = new InvocationContext({ functionName: 'orchestrator', logHandler: () => undefined });
  const state = await new Orchestrator(orchestrator).handle(trigger, context);
  return JSON.parse(JSON.stringify(state)) as Reply;
}
