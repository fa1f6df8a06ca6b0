// What is written behind is written together: the work that is due first brings the rest along.

import { makeJointTimer } from '../../../src/shared/joint-timer';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function someWork() {
  const done: string[] = [];
  const [first, second] = [() => void done.push('first'), () => void done.push('second')];
  return { done, first, second, timer: makeJointTimer() };
}

it('runs what could wait together with what is due', () => {
  const { done, first, second, timer } = someWork();
  timer.within(4_500, first);
  timer.within(3_500, second);
  jest.advanceTimersByTime(3_499);
  expect(done).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(done).toEqual(['first', 'second']);
  jest.advanceTimersByTime(10_000);
  expect(done).toHaveLength(2);
});

it('keeps the time of work that already waits', () => {
  const { done, first, second, timer } = someWork();
  timer.within(1_000, first);
  jest.advanceTimersByTime(900);
  timer.within(1_000, first);
  timer.within(1_000, second);
  jest.advanceTimersByTime(100);
  expect(done).toEqual(['first', 'second']);
});

it('runs work again that asks for it while it runs', () => {
  const timer = makeJointTimer();
  let runs = 0;
  const work = () => {
    runs++;
    if (runs < 3) timer.within(1_000, work);
  };
  timer.within(1_000, work);
  jest.advanceTimersByTime(2_999);
  expect(runs).toBe(2);
  jest.advanceTimersByTime(1);
  expect(runs).toBe(3);
});
