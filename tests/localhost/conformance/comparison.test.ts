import { compareCalls } from './calls.ts';
import { compareExchanges } from './compare-exchanges.ts';
import { compareInstances } from './compare-instances.ts';
import type { Deviation } from './deviations.ts';
import { differences } from './differences.ts';
import { judge } from './judge.ts';
import { normalise } from './normalise.ts';
import type { Exchange, Invocation } from './recordings.ts';

const run = { run: 'ab12' };

it.each([
  ['ids of the run', 'chain-ab12', 'chain-RUN'],
  ['generated ids', 'x 0f8fad5b-d9cb-469f-a165-70867728950e', 'x <guid>'],
  ['ports', 'http://localhost:7071/api/a', '<origin>/api/a'],
  ['times, but not their form', '2026-11-24T06:52:02.12Z 2026-11-24T06:52:02+00:00', '<time.fZ> <time+00:00>'],
  [
    'stacks in a serialised exception',
    'failed: {"$type":"E","StackTrace":"at a"} then',
    'failed: {"$type":"E","StackTrace":"<stack>"} then',
  ],
])('treats %s as equal in every run', (_what, text, expected) => {
  expect(normalise(text, run)).toBe(expected);
});

it('finds every member that differs, even within serialized JSON', () => {
  const found = differences({ a: 1, b: { c: 2 }, d: '{"e":[1,2]}' }, { a: 1, b: {}, d: '{"e":[1,3]}' });
  expect(found).toEqual([
    { path: 'b.c', genuine: 2, ours: undefined },
    { path: 'd.e.1', genuine: 2, ours: 3 },
  ]);
});

const anExchange = (more: Partial<Exchange> = {}): Exchange => ({
  label: 'status',
  request: 'GET /',
  status: 200,
  headers: {},
  body: { a: 1 },
  ...more,
});

it('compares exchanges of one label in order, and reports a missing one', () => {
  const recorded = [anExchange(), anExchange({ status: 404 })];
  expect(compareExchanges(recorded, recorded).flatMap((verdict) => verdict.differences)).toEqual([]);
  expect(compareExchanges(recorded, [anExchange()]).map((verdict) => verdict.differences.length)).toEqual([0, 1]);
});

it('detects an episode with a different payload', () => {
  const turn = (result: string): Invocation => ({
    functionId: 'f',
    inputs: { trigger: { string: { history: [{ EventType: 5, EventId: -1, TaskScheduledId: 0, Result: result }] } } },
    metadata: {},
    reply: {},
  });
  const [verdict] = compareInstances(
    [{ name: 'i', invocations: [turn('1')] }],
    [{ name: 'i', invocations: [turn('2')] }],
  );
  expect(verdict).toMatchObject({ turnByTurn: true, differences: [{ path: 'turns.0.payload.history.0.Result' }] });
});

it('accepts a poll if any poll had that response', () => {
  const poll = (status: number) => ({ request: 'GET /instances/<id>', body: null, status, headers: {}, answer: '' });
  const recorded = [poll(202), poll(202), poll(200)];
  expect(compareCalls(recorded, [poll(202), poll(200)]).flatMap((verdict) => verdict.differences)).toEqual([]);
  expect(compareCalls(recorded, [poll(202)]).at(-1)?.differences).toHaveLength(1);
});

it('excuses only listed deviations, and reports which entries were needed', () => {
  const listed: Deviation = { groups: ['http'], subject: /^status$/, path: /^body\.a$/, reason: 'a' };
  const unneeded: Deviation = { groups: ['http'], subject: /^other$/, path: /./, reason: 'b' };
  const verdicts = [
    { subject: 'status', differences: [{ path: 'body.a', genuine: 1, ours: 2 }] },
    { subject: 'status', differences: [{ path: 'body.b', genuine: 1, ours: 2 }] },
    { subject: 'fine', differences: [] },
  ];
  const { same, excused, failures, used } = judge('http', verdicts, [listed, unneeded]);
  expect({ same, excused, failures: failures.length }).toEqual({ same: 1, excused: 1, failures: 1 });
  expect([...used]).toEqual([[listed, 1]]);
});
