import { type Action, ActionType } from '../../../../../localhost/taskhub/actions';
import {
  eventRaised,
  executionResumed,
  executionStarted,
  executionSuspended,
  type Failure,
  orchestratorStarted,
  taskCompleted,
  taskFailed,
  taskScheduled,
  timerCreated,
  timerFired,
} from '../../../../../localhost/taskhub/events';
import type { HistoryEvent } from '../../../../../localhost/taskhub/history';
import { interpret } from '../../../../../localhost/taskhub/replay/interpreter';

const start = Date.parse('2026-01-01T00:00:00Z');
const at = (seconds: number) => start + seconds * 1000;
const failure: Failure = { reason: 'broken', details: '', failureDetails: null };
const final: Failure = {
  ...failure,
  failureDetails: {
    ErrorType: 'E',
    ErrorMessage: 'm',
    StackTrace: null,
    InnerFailure: null,
    IsNonRetriable: true,
    Properties: null,
  },
};

const activity = (functionName: string): Action => ({ actionType: ActionType.CallActivity, functionName });
const retried = (functionName: string, attempts: number, options = {}): Action => ({
  actionType: ActionType.CallActivityWithRetry,
  functionName,
  retryOptions: { firstRetryIntervalInMilliseconds: 1000, maxNumberOfAttempts: attempts, ...options },
});
const timer = (seconds: number, isCanceled = false): Action => ({
  actionType: ActionType.CreateTimer,
  fireAt: new Date(at(seconds)).toISOString(),
  isCanceled,
});
const event = (externalEventName: string): Action => ({
  actionType: ActionType.WaitForExternalEvent,
  externalEventName,
});
const all = (...compoundActions: Action[]): Action => ({ actionType: ActionType.WhenAll, compoundActions });
const any = (...compoundActions: Action[]): Action => ({ actionType: ActionType.WhenAny, compoundActions });
const continueAsNew: Action = { actionType: ActionType.ContinueAsNew, input: 1 };

const begun: HistoryEvent[] = [
  orchestratorStarted(at(0)),
  executionStarted(
    { instanceId: 'i', executionId: 'x', name: 'o', version: null, input: null, parent: null, generation: 0 },
    at(0),
  ),
];

function read(actions: Action[], events: HistoryEvent[] = [], options: { done?: boolean; seen?: number[] } = {}) {
  const { done = false, seen = [] } = options;
  return interpret({
    instanceId: 'i',
    executionId: 'x',
    httpPollMs: 30_000,
    events: [...begun, ...events],
    actionCounts: seen,
    actions,
    done,
  });
}

const steps = (found: ReturnType<typeof interpret>) =>
  found.decisions.map((decision) => `${decision.id} ${'name' in decision ? decision.name : decision.kind}`);

it('starts one action after the other', () => {
  const actions = [activity('a'), activity('b')];
  expect(steps(read(actions))).toEqual(['0 a']);
  const history = [taskScheduled(0, 'a', undefined, at(0)), orchestratorStarted(at(1)), taskCompleted(0, '1', at(1))];
  expect(steps(read(actions, history))).toEqual(['1 b']);
});

it('numbers the children of compound tasks in list order', () => {
  expect(steps(read([all(activity('a'), any(activity('b'), timer(9)), activity('c'))]))).toEqual([
    '0 a',
    '1 b',
    '2 timer',
    '3 c',
  ]);
});

it('continues after Task.all at the first failure, while the other tasks keep the instance running', () => {
  const actions = [all(activity('a'), activity('b')), activity('c')];
  const history = [
    taskScheduled(0, 'a', undefined, at(0)),
    taskScheduled(1, 'b', undefined, at(0)),
    orchestratorStarted(at(1)),
    taskFailed(0, failure, at(1)),
  ];
  const found = read(actions, history);
  expect([steps(found), found.idle]).toEqual([['2 c'], false]);
});

it('creates a timer after each failed attempt, including the last', () => {
  const actions = [retried('a', 2, { backoffCoefficient: 3 })];
  const first = [taskScheduled(0, 'a', 0, at(0)), orchestratorStarted(at(1)), taskFailed(0, failure, at(1))];
  expect(read(actions, first).decisions).toMatchObject([{ id: 1, kind: 'timer', fireAt: at(2), attempts: 0 }]);
  const second = [
    ...first,
    timerCreated(1, at(2), 0, at(1)),
    orchestratorStarted(at(2)),
    timerFired(1, at(2), at(2)),
    taskScheduled(2, 'a', 0, at(2)),
    orchestratorStarted(at(3)),
    taskFailed(2, failure, at(3)),
  ];
  expect(read(actions, second).decisions).toMatchObject([{ id: 3, kind: 'timer', fireAt: at(3) }]);
});

it.each([
  ['is final', final, {}],
  ['comes after the timeout', failure, { retryTimeoutInMilliseconds: 500 }],
])('fails the remaining attempts without running them if a failure %s', (_why, how, options) => {
  const actions = [retried('a', 3, options)];
  const history = [
    taskScheduled(0, 'a', 0, at(0)),
    orchestratorStarted(at(1)),
    taskFailed(0, how, at(1)),
    timerCreated(1, at(1), 0, at(1)),
    orchestratorStarted(at(1)),
    timerFired(1, at(1), at(1)),
  ];
  expect(read(actions, history).decisions).toMatchObject([{ id: 2, name: 'a', failAs: { Reason: 'broken' } }]);
});

it('splits long timers, each part with its own id', () => {
  const day = 86_400;
  const actions = [timer(10 * day)];
  const piece = read(actions).decisions;
  expect(piece).toMatchObject([{ id: 0, fireAt: at(3 * day) }]);
  const history = [
    timerCreated(0, at(3 * day), undefined, at(0)),
    orchestratorStarted(at(3 * day)),
    timerFired(0, at(3 * day), at(3 * day)),
    timerCreated(1, at(6 * day), undefined, at(3 * day)),
    orchestratorStarted(at(6 * day)),
    timerFired(1, at(6 * day), at(6 * day)),
  ];
  expect(read(actions, history).decisions).toMatchObject([{ id: 2, fireAt: at(10 * day) }]);
});

it('a cancelled timer does not keep the instance running', () => {
  const history = [timerCreated(0, at(60), undefined, at(0)), orchestratorStarted(at(1)), eventRaised('E', '1', at(1))];
  const open = read([any(timer(60), event('E'))], history, { done: true });
  expect([open.idle, open.cancelledTimers]).toEqual([false, []]);
  const cancelled = read([any(timer(60, true), event('E'))], history, { done: true });
  expect([cancelled.idle, cancelled.cancelledTimers]).toEqual([true, [0]]);
});

it('keeps unawaited events in order of arrival', () => {
  const history = [
    eventRaised('A', '1', at(0)),
    eventRaised('B', '2', at(0)),
    eventRaised('A', '3', at(0)),
    eventRaised('C', '4', at(0)),
  ];
  const found = read([event('A'), continueAsNew], history, { done: true });
  expect(found.bufferedEvents.map(({ Input }) => Input)).toEqual(['2', '3', '4']);
  expect(found.continueAsNew).toEqual(continueAsNew);
});

it('buffers what arrives while suspended, and delivers it in order after the resume', () => {
  const actions = [event('A'), activity('a')];
  const paused = [executionSuspended('p', at(1)), eventRaised('A', '1', at(1))];
  const found = read(actions, paused);
  expect([steps(found), found.suspended]).toEqual([[], { reason: 'p' }]);
  expect(steps(read(actions, [...paused, executionResumed('r', at(2))]))).toEqual(['0 a']);
});

it('starts an action in the episode in which the orchestrator first scheduled it, not earlier', () => {
  // Awaiting `b` alone after it lost a race adds no action, so `c` is the next one.
  const actions = [any(activity('a'), retried('b', 2)), activity('c')];
  const history = [
    taskScheduled(0, 'a', undefined, at(0)),
    taskScheduled(1, 'b', 1, at(0)),
    orchestratorStarted(at(1)),
    taskCompleted(0, null, at(1)),
    orchestratorStarted(at(2)),
    taskFailed(1, failure, at(2)),
    timerCreated(2, at(3), 1, at(2)),
    orchestratorStarted(at(3)),
    timerFired(2, at(3), at(3)),
    taskScheduled(3, 'b', 1, at(3)),
    orchestratorStarted(at(4)),
    taskCompleted(3, null, at(4)),
  ];
  expect(steps(read(actions, history, { seen: [1, 1, 1, 1] }))).toEqual(['4 c']);
});

it('is stuck if no open action could resume the orchestrator', () => {
  const done = [taskScheduled(0, 'a', undefined, at(0)), orchestratorStarted(at(1)), taskCompleted(0, null, at(1))];
  expect(read([activity('a')], done).stuck).toBe(true);
  expect(read([activity('a'), event('E')], done).stuck).toBe(false);
  expect(read([activity('a'), activity('b')], done).stuck).toBe(false);
});

it.each<[string, Action, string]>([
  [
    'another function',
    activity('other'),
    "the activity 'a' before, but its orchestrator now produced the activity 'other'",
  ],
  ['another kind of step', timer(1), "the activity 'a' before, but its orchestrator now produced a timer"],
  ['no step', event('E'), "the activity 'a' before, but its orchestrator now produced nothing"],
])('refuses a history with %s', (_what, action, text) => {
  expect(() => read([action], [taskScheduled(0, 'a', undefined, at(0))])).toThrow(
    `Non-Deterministic workflow detected: instance 'i' scheduled step 0 as ${text}`,
  );
});

it('compares function names case-insensitively', () => {
  expect(steps(read([activity('Greet')], [taskScheduled(0, 'greet', undefined, at(0))]))).toEqual([]);
});

it('refuses unknown actions, and timers without a date', () => {
  const unknown = { actionType: 99 } as unknown as Action;
  expect(() => read([unknown])).toThrow('unknown action');
  expect(() => read([{ actionType: ActionType.CreateTimer, fireAt: 'soon', isCanceled: false }])).toThrow(
    'invalid date',
  );
});
