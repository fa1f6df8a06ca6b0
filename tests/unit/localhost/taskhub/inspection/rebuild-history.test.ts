// Histories as Azure's status API shows them, rebuilt: steps get their numbers from the order of their schedule times.

import { EventType } from '../../../../../localhost/taskhub/history';
import { readDownloadedRun } from '../../../../../localhost/taskhub/inspection/downloaded-run';

const at = (fraction: string) => `2026-01-01T00:00:0${fraction}Z`;
const ended = (name: string, scheduled: string, end: string, result: unknown = null) => ({
  EventType: 'TaskCompleted',
  Result: result,
  Timestamp: at(end),
  ScheduledTime: at(scheduled),
  FunctionName: name,
});

function rebuilt(...historyEvents: object[]) {
  const start = { EventType: 'ExecutionStarted', Timestamp: at('0'), FunctionName: 'o' };
  const status = { name: 'o', instanceId: 'i', input: { a: 1 }, historyEvents: [start, ...historyEvents] };
  const run = readDownloadedRun(JSON.stringify(status));
  const shown = run.events.flatMap((event) => {
    if (event.EventType === EventType.TaskScheduled) return `${event.Name} is ${event.EventId}`;
    if (event.EventType === EventType.TimerCreated) return `timer is ${event.EventId}`;
    if (event.EventType === EventType.TaskCompleted) return `${event.TaskScheduledId} gave ${event.Result}`;
    if (event.EventType === EventType.TimerFired) return `${event.TimerId} fired`;
    return [];
  });
  return { run, shown };
}

it('numbers tasks by the time of their scheduling, not of their end', () => {
  const { shown } = rebuilt(ended('b', '1.0000002', '2', 'B'), ended('a', '1.0000001', '3', 'A'));
  expect(shown).toEqual(['a is 0', 'b is 1', '1 gave "B"', '0 gave "A"']);
});

it('compares fractions of a second of different lengths', () => {
  expect(rebuilt(ended('b', '1.25', '2'), ended('a', '1.2', '3')).shown.slice(0, 2)).toEqual(['a is 0', 'b is 1']);
});

it('counts timers among the steps, and finds the one that fired', () => {
  const timer = (created: string, fireAt: string) => ({
    EventType: 'TimerCreated',
    FireAt: at(fireAt),
    Timestamp: at(created),
  });
  const { shown } = rebuilt(timer('1.1', '9'), timer('1.2', '5'), ended('a', '1.3', '2'), {
    EventType: 'TimerFired',
    FireAt: at('5'),
    Timestamp: at('5.1'),
  });
  expect(shown).toEqual(['timer is 0', 'timer is 1', 'a is 2', '2 gave null', '1 fired']);
});

it('no task ends before it was scheduled, though both have one time', () => {
  expect(rebuilt(ended('a', '1', '1')).shown).toEqual(['a is 0', '0 gave null']);
});

it('says what is missing', () => {
  const { run } = rebuilt({ ...ended('a', '1', '2'), Result: undefined }, ended('a', '1', '3'));
  expect(run.notes.join('\n')).toMatch(/no results.*\n.*scheduled at the same time/s);
  expect(run.input).toBe('{"a":1}');
});

it('takes the version that the record does not tell', () => {
  const text = JSON.stringify({
    name: 'o',
    instanceId: 'i',
    input: 1,
    historyEvents: [{ EventType: 'ExecutionStarted', Timestamp: at('0') }],
  });
  const versionOf = (version?: string) => readDownloadedRun(text, version).events.find((event) => 'Version' in event);
  expect(versionOf('1.1')).toMatchObject({ Version: '1.1' });
  expect(versionOf()).toMatchObject({ Version: null });
});

it.each(['no json', '{}', '{"name":"o","instanceId":"i","historyEvents":null}'])('refuses %s', (text) => {
  expect(() => readDownloadedRun(text)).toThrow(/not JSON|not the status of an instance/);
});
