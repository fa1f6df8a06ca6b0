import type { EntityMessage } from '../../../../../localhost/taskhub/entities/entity-messages';
import { planStep, type WaitingMessage } from '../../../../../localhost/taskhub/entities/entity-plan';
import type { EntityState } from '../../../../../localhost/taskhub/entities/entity-state';

const entity = (lock: EntityState['lock'] = null): EntityState => ({
  id: '@e@1',
  name: 'e',
  key: '1',
  exists: true,
  state: null,
  lock,
  createdAt: 0,
  lastOperationAt: 0,
});
const requestTime = '2026-01-01T00:00:00Z';
const op = (name: string, parent = 'client'): EntityMessage => ({ op: name, id: `${name}-id`, parent, requestTime });
const lock = (parent: string, pos = 0): EntityMessage => ({
  op: null,
  id: `${parent}-lock`,
  parent,
  parentExecution: 'x',
  requestTime,
  lockset: [
    { name: 'e', key: '1' },
    { name: 'e', key: '2' },
  ],
  ...(pos > 0 && { pos }),
});
const release = (parent: string): EntityMessage => ({ release: true, parent, id: `${parent}-lock` });

function plan(messages: EntityMessage[], options: { held?: string; live?: boolean; maxBatchSize?: number } = {}) {
  const { held, live = true, maxBatchSize = 100 } = options;
  const waiting: WaitingMessage[] = messages.map((request, i) => ({ seq: i + 1, request }));
  const holder = held === undefined ? null : { parent: held, requestId: `${held}-lock` };
  const found = planStep(entity(holder), waiting, { maxBatchSize, isLive: () => live });
  return {
    ran: found.operations.map(({ op: name }) => name),
    left: waiting.filter((message) => !found.consumed.includes(message)).map(({ seq }) => seq),
    holder: found.lock?.parent ?? null,
    messages: found.messages,
  };
}

it('takes all operations while the entity is not locked, up to the batch size', () => {
  expect(plan([op('a'), op('b'), op('c')])).toMatchObject({ ran: ['a', 'b', 'c'], left: [] });
  expect(plan([op('a'), op('b'), op('c')], { maxBatchSize: 2 })).toMatchObject({ ran: ['a', 'b'], left: [3] });
});

it('takes only operations of the lock holder', () => {
  expect(plan([op('a'), op('b', 'holder'), op('c')], { held: 'holder' })).toMatchObject({ ran: ['b'], left: [1, 3] });
});

it('stops at a lock request, and forwards the request to the next entity', () => {
  const found = plan([op('a'), lock('h'), op('b')]);
  expect(found).toMatchObject({ ran: ['a'], left: [3], holder: 'h' });
  expect(found.messages).toMatchObject([{ to: '@e@2', request: { id: 'h-lock', pos: 1 } }]);
});

it('answers the orchestration from the last entity', () => {
  expect(plan([lock('h', 1)]).messages).toMatchObject([{ to: 'h', executionId: 'x', event: { Name: 'h-lock' } }]);
});

it('takes waiting operations in order after a release', () => {
  const line = [op('a'), op('b'), release('h'), op('c')];
  expect(plan(line, { held: 'h' })).toMatchObject({ ran: ['a', 'b', 'c'], left: [], holder: null });
});

it('passes the lock to the next waiting request', () => {
  const line = [op('a'), lock('n'), op('b'), release('h'), op('c', 'n')];
  expect(plan(line, { held: 'h' })).toMatchObject({ ran: ['a', 'c'], left: [3], holder: 'n' });
});

it('ignores a release by another than the holder', () => {
  expect(plan([release('other')], { held: 'h' })).toMatchObject({ left: [], holder: 'h' });
});

it('drops a request that was released before it was granted', () => {
  expect(plan([lock('n'), release('n')], { held: 'h' })).toMatchObject({ left: [], holder: 'h' });
});

it('does not lock for an orchestration that has ended, and releases its locks', () => {
  const found = plan([lock('gone', 1)], { live: false });
  expect(found).toMatchObject({ left: [], holder: null });
  expect(found.messages).toEqual([{ to: '@e@1', request: release('gone') }]);
});
