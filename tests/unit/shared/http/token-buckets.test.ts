// Token buckets allow a burst and then a steady rate, with bounded memory.

import { makeTokenBuckets } from '../../../../src/shared/http/token-buckets';

function someBuckets(perMinute: number, most?: number) {
  const clock = { ms: 0 };
  const buckets = makeTokenBuckets({ perMinute, now: () => clock.ms, ...(most !== undefined && { most }) });
  const take = (times: number, key = 'a') => Array.from({ length: times }, () => buckets.take(key));
  const taken = (times: number, key = 'a') => take(times, key).filter((seconds) => seconds === 0).length;
  return { clock, take, taken, level: (key = 'a') => buckets.level(key) };
}

test('allow a full bucket at once, and then require waiting', () => {
  const { take } = someBuckets(3);
  expect(take(5)).toEqual([0, 0, 0, 20, 20]);
});

test('refill steadily up to their capacity', () => {
  const { clock, taken } = someBuckets(60);
  expect(taken(100)).toBe(60);
  clock.ms += 2_500;
  expect(taken(100)).toBe(2);
  clock.ms += 500;
  expect(taken(100)).toBe(1);
  clock.ms += 3_600_000;
  expect(taken(100)).toBe(60);
});

test('say how many tokens they have, and when there is one more', () => {
  const { clock, take, level } = someBuckets(6);
  expect(level()).toEqual({ tokens: 6, nextInSeconds: 0 });
  take(2);
  expect(level()).toEqual({ tokens: 4, nextInSeconds: 10 });
  clock.ms += 12_500;
  expect(level()).toEqual({ tokens: 5, nextInSeconds: 8 });
  take(9);
  expect(level()).toEqual({ tokens: 0, nextInSeconds: 8 });
  clock.ms += 3_600_000;
  expect(level()).toEqual({ tokens: 6, nextInSeconds: 0 });
});

test('have a token after the number of seconds they return', () => {
  const { clock, take } = someBuckets(7);
  take(7);
  const [seconds = 0] = take(1);
  expect(seconds).toBe(9);
  clock.ms += (seconds - 1) * 1000;
  expect(take(1)).toEqual([1]);
  clock.ms += 1000;
  expect(take(1)).toEqual([0]);
});

test('allow at most twice the limit in any minute', () => {
  const { clock, taken } = someBuckets(60);
  let passed = 0;
  for (; clock.ms < 60_000; clock.ms += 100) passed += taken(5);
  expect(passed).toBe(119);
});

test('count each key separately', () => {
  const { taken } = someBuckets(2);
  expect([taken(9, 'a'), taken(9, 'b'), taken(9, 'a')]).toEqual([2, 2, 0]);
});

test('evict the least recently used one if there are too many', () => {
  const { taken } = someBuckets(1, 2);
  expect(taken(1, 'a')).toBe(1);
  expect(taken(1, 'b')).toBe(1);
  expect(taken(1, 'a')).toBe(0);
  expect(taken(1, 'c')).toBe(1);
  expect(taken(1, 'a')).toBe(0);
  expect(taken(1, 'b')).toBe(1);
});
