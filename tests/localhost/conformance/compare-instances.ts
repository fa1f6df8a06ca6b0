// Compares what functions were given and answered, instance by instance. The grouping of parallel results into
// episodes depends on timing on every host: so a generation's last payload is compared, without episode markers.

import { type Difference, firstDifference } from './compare-exchanges.ts';
import type { Invocation } from './recordings.ts';

interface HistoryEvent {
  EventType: number;
  EventId: number;
  [member: string]: unknown;
}

interface Payload {
  history: HistoryEvent[];
  [member: string]: unknown;
}

const markers = new Set([12, 13]);
const scheduling = new Set([4, 7, 10, 14]);

/** The first difference between two recordings of one instance. */
export function compareInstance(name: string, recorded: Invocation[], ours: Invocation[]): Difference | undefined {
  return firstDifference(name, essence(recorded), essence(ours));
}

function essence(invocations: Invocation[]) {
  const turns = invocations.filter((one) => payloadOf(one) !== undefined);
  const others = invocations.filter((one) => payloadOf(one) === undefined);
  const entityTurns = others.filter(isEntityTurn);
  const activities = others.filter((one) => !isEntityTurn(one)).map((one) => JSON.stringify(one));
  const last = turns.filter((one, at) => at === turns.length - 1 || isDone(one));
  return {
    generations: last.map((turn) => ({ payload: withoutTiming(payloadOf(turn) as Payload), reply: turn.reply })),
    activities: activities.sort().map((text) => JSON.parse(text)),
    operations: entityTurns.flatMap(({ inputs }) => (trigger(inputs) as { batch: unknown[] }).batch),
    entityState: (entityTurns.at(-1)?.reply as { returnValue?: { json?: { entityState?: unknown } } })?.returnValue
      ?.json?.entityState,
  };
}

function trigger(inputs: Record<string, unknown>): unknown {
  return (Object.values(inputs)[0] as { string?: unknown }).string;
}

function payloadOf({ inputs }: Invocation): Payload | undefined {
  const value = trigger(inputs);
  return typeof value === 'object' && value !== null && 'history' in value ? (value as Payload) : undefined;
}

function isEntityTurn({ inputs }: Invocation): boolean {
  const value = trigger(inputs);
  return typeof value === 'object' && value !== null && 'batch' in value;
}

function isDone({ reply }: Invocation): boolean {
  return (reply as { returnValue?: { json?: { isDone?: boolean } } }).returnValue?.json?.isDone === true;
}

/** Scheduling events in their order, results by what they answer, events in the order of their arrival. */
function withoutTiming(payload: Payload) {
  const events = payload.history
    .filter(({ EventType }) => !markers.has(EventType))
    .map(({ IsPlayed: _, ...event }) => event);
  const scheduled = events.filter(({ EventType }) => scheduling.has(EventType));
  const raised = events.filter(({ EventType }) => EventType === 15);
  const rest = events.filter(({ EventType }) => !scheduling.has(EventType) && EventType !== 15);
  const results = rest.map((event) => JSON.stringify(event)).sort();
  return { ...payload, history: { scheduled, raised, results: results.map((text) => JSON.parse(text)) } };
}
