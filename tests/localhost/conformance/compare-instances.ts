// Compares the inputs and outputs of functions, instance by instance. If both hosts had the same events in the same episodes,
// every invocation is compared. Which parallel results share an episode depends on timing; if that differs, only a
// generation's last payload is compared, without episode markers.

import { comparableBody } from './compare-exchanges.ts';
import { differences, type Verdict } from './differences.ts';
import { keyed, sorted } from './keyed.ts';
import type { Invocation, RecordedInstance } from './recordings.ts';

interface HistoryEvent {
  EventType: number;
  EventId: number;
  TaskScheduledId?: number;
  TimerId?: number;
  [member: string]: unknown;
}

interface Payload {
  history: HistoryEvent[];
  [member: string]: unknown;
}

export interface InstanceVerdict extends Verdict {
  /** True if the episodes were the same and each was compared. */
  turnByTurn: boolean;
}

const markers = new Set([12, 13]);
const scheduling = new Set([4, 7, 10, 14]);
const eventRaised = 15;

/** One verdict per recorded instance. Instances with generated ids are matched by function and input. */
export function compareInstances(recorded: RecordedInstance[], ours: RecordedInstance[]): InstanceVerdict[] {
  const waiting = new Map<string, RecordedInstance[]>();
  for (const one of inOrder(ours.map(withoutRepeats))) waiting.set(one.name, [...(waiting.get(one.name) ?? []), one]);
  return inOrder(recorded.map(withoutRepeats)).map(({ name, invocations }) => {
    const own = waiting.get(name)?.shift();
    if (!own) return { subject: name, turnByTurn: false, differences: differences('an instance', undefined) };
    const turnByTurn = hasTurns(invocations) && episodes(invocations) === episodes(own.invocations);
    const part = turnByTurn ? everyTurn : essence;
    return { subject: name, turnByTurn, differences: differences(part(invocations), part(own.invocations)) };
  });
}

/** The number of timer runs depends on how long the app runs. */
function withoutRepeats({ name, invocations }: RecordedInstance): RecordedInstance {
  if (!name.startsWith('_timerTrigger-')) return { name, invocations };
  const different = new Set(invocations.map((one) => JSON.stringify(one)));
  return { name, invocations: [...different].map((text) => JSON.parse(text) as Invocation) };
}

function inOrder(instances: RecordedInstance[]): RecordedInstance[] {
  const key = ({ name, invocations: [first] }: RecordedInstance) =>
    name.startsWith('(') && first ? JSON.stringify([payloadOf(first)?.parentInstanceId, payloadOf(first)?.input]) : '';
  const withKeys = instances.map((one) => ({ one, key: key(one) }));
  return withKeys.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ one }) => one);
}

/** The events of each episode of an orchestration, as one text. */
function episodes(invocations: Invocation[]): string {
  const eventKey = (event: HistoryEvent) =>
    [event.EventType, event.EventId, event.TaskScheduledId ?? event.TimerId ?? ''].join(' ');
  return payloadsOf(invocations)
    .map(({ history }) => history.map(eventKey).join())
    .join(';');
}

function hasTurns(invocations: Invocation[]): boolean {
  return payloadsOf(invocations).length > 0;
}

function payloadsOf(invocations: Invocation[]): Payload[] {
  return invocations.map(payloadOf).filter((payload) => payload !== undefined);
}

function everyTurn(invocations: Invocation[]) {
  const turns = invocations.filter((one) => payloadOf(one) !== undefined);
  return { turns: turns.map(turnOf), activities: activitiesOf(invocations) };
}

function turnOf(turn: Invocation) {
  return { functionId: turn.functionId, metadata: turn.metadata, payload: payloadOf(turn), reply: turn.reply };
}

function essence(invocations: Invocation[]) {
  const turns = invocations.filter((one) => payloadOf(one) !== undefined);
  const last = turns.filter((one, at) => at === turns.length - 1 || isDone(one));
  const entityTurns = invocations.filter(isEntityTurn);
  return {
    generations: last.map((turn) => ({ ...turnOf(turn), payload: withoutTiming(payloadOf(turn)) })),
    activities: activitiesOf(invocations),
    operations: entityTurns.flatMap(({ inputs }) => (trigger(inputs) as { batch: unknown[] }).batch),
    entityState: entityStateOf(entityTurns.at(-1)),
  };
}

function activitiesOf(invocations: Invocation[]) {
  const others = invocations.filter((one) => payloadOf(one) === undefined && !isEntityTurn(one));
  return keyed(sorted(others.map(withComparableBody)), ({ functionId }) => functionId);
}

/** For an HTTP function that returns a list of instances. */
function withComparableBody(invocation: Invocation): Invocation {
  const { http } = (invocation.reply as { returnValue?: { http?: { body?: { bytes?: unknown } } } }).returnValue ?? {};
  if (!Array.isArray(http?.body?.bytes)) return invocation;
  const body = { bytes: comparableBody(http.body.bytes) };
  return { ...invocation, reply: { returnValue: { http: { ...http, body } } } };
}

function entityStateOf(turn: Invocation | undefined): unknown {
  return (turn?.reply as { returnValue?: { json?: { entityState?: unknown } } })?.returnValue?.json?.entityState;
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

/** Sorts scheduling events by order, results by the action they complete, external events by arrival. */
function withoutTiming(payload: Payload | undefined) {
  const events = (payload?.history ?? [])
    .filter(({ EventType }) => !markers.has(EventType))
    .map(({ IsPlayed: _, ...event }) => event);
  const scheduled = events.filter(({ EventType }) => scheduling.has(EventType));
  const raised = events.filter(({ EventType }) => EventType === eventRaised);
  const rest = events.filter(({ EventType }) => !scheduling.has(EventType) && EventType !== eventRaised);
  return { ...payload, history: { scheduled, raised, results: sorted(rest) } };
}
