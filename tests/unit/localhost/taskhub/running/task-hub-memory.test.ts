import { emptyHistory, pendingInstance } from '../../../../../localhost/taskhub/instance';
import { makeQueue } from '../../../../../localhost/taskhub/running/queue';
import { makeStateCache } from '../../../../../localhost/taskhub/running/state-cache';
import { makeTimerClock } from '../../../../../localhost/taskhub/running/timer-clock';

it('a queue returns its items in order', () => {
  const queue = makeQueue<number>();
  const got = [];
  for (let i = 0; i < 100; i++) {
    queue.push(i);
    if (i % 3 === 0) got.push(queue.shift());
  }
  while (queue.size > 0) got.push(queue.shift());
  expect(got).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(queue.shift()).toBeUndefined();
});

it('the cache evicts the least recently used histories when it is full', () => {
  const state = (id: string) => {
    const execution = {
      instanceId: id,
      executionId: 'x',
      name: 'o',
      version: null,
      input: null,
      parent: null,
      generation: 0,
    };
    return { instance: pendingInstance(execution, 0, 0), history: { ...emptyHistory(), text: 'x'.repeat(500) } };
  };
  const cache = makeStateCache(2500);
  for (const id of ['a', 'b']) cache.set(id, state(id));
  cache.set('a', state('a'));
  cache.set('c', state('c'));
  expect(['a', 'b', 'c'].map((id) => cache.get(id)?.instance.id)).toEqual(['a', undefined, 'c']);
});

it('the alarm waits for the earliest timer, however distant', () => {
  jest.useFakeTimers({ now: 0 });
  const due = jest.fn();
  const clock = makeTimerClock(due);
  const day = 86_400_000;
  clock.wakeAt(60 * day);
  clock.wakeAt(50 * day);
  jest.advanceTimersByTime(50 * day - 1);
  expect(due).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(due).toHaveBeenCalledTimes(1);
  clock.stop();
  jest.useRealTimers();
});
