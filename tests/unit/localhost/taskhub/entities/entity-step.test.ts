import type { Execute } from '../../../../../localhost/execution/executor';
import type { EntityState } from '../../../../../localhost/taskhub/entities/entity-state';
import { makeRunEntityStep } from '../../../../../localhost/taskhub/entities/entity-step';
import { makeFunctionCatalog } from '../../../../../localhost/taskhub/function-catalog';

const entity: EntityState = {
  id: '@e@1',
  name: 'e',
  key: '1',
  exists: true,
  state: '5',
  lock: null,
  createdAt: 0,
  lastOperationAt: 0,
};
const call = { op: 'get', id: 'q1', parent: 'caller', parentExecution: 'x', requestTime: '2026-01-01T00:00:00Z' };
const trigger = { type: 'entityTrigger', name: 't', direction: 'in' as const };

async function step(execute: Execute, name = 'e') {
  const functions = [{ name, trigger, bindings: { t: trigger }, callback: () => undefined }];
  const catalog = makeFunctionCatalog(functions);
  const warn = jest.fn();
  const run = makeRunEntityStep({ catalog, execute, maxBatchSize: 10, isLive: () => true, warn });
  return run(entity, [{ seq: 1, request: call }]);
}

const answerOf = (outcome: Awaited<ReturnType<typeof step>>) => {
  const [message] = outcome.messages;
  if (!message || !('event' in message)) throw new Error('No answer was sent.');
  const { to, executionId, event } = message;
  return { to, executionId, ...JSON.parse((event as { Input: string }).Input) } as Record<string, unknown>;
};

it('returns the result to the execution that called', async () => {
  const reply = { entityExists: true, entityState: '6', results: [{ isError: false, result: '6' }], signals: [] };
  const outcome = await step(async () => ({ invocationId: '1', returnValue: { json: JSON.stringify(reply) } }));
  expect(outcome.entity).toMatchObject({ exists: true, state: '6' });
  expect(answerOf(outcome)).toMatchObject({ to: 'caller', executionId: 'x', result: '6' });
});

it.each<[string, Execute, string, RegExp]>([
  ['the function fails outside its operations', () => Promise.reject(new Error('hook broke')), 'e', /hook broke/],
  ['the function returns nothing', async () => ({ invocationId: '1' }), 'e', /returned no entity state/],
  ['the app has no such entity any more', () => Promise.reject(new Error('unused')), 'other', /doesn't exist/],
])('when %s, every caller gets the failure, and the state is unchanged', async (_why, execute, name, text) => {
  const outcome = await step(execute, name);
  expect(outcome.entity).toMatchObject({ exists: true, state: '5' });
  expect(outcome.consumed).toHaveLength(1);
  const answer = answerOf(outcome);
  expect([answer.exceptionType, JSON.parse(String(answer.result))]).toEqual(['Error', expect.stringMatching(text)]);
});
