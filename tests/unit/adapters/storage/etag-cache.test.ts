// A cached ETag is used for one attempt, and the number of entries is bounded.

import { makeEtagCache } from '../../../../src/adapters/storage/etag-cache';

const entry = (value: string) => ({ value, etag: `W/"${value}"` });

describe('the ETag cache', () => {
  it('can take an entry once, and peek at it any number of times', () => {
    const cache = makeEtagCache<string>(2);
    cache.put('a', entry('one'));
    expect([cache.peek('a'), cache.peek('a')]).toEqual(['one', 'one']);
    expect(cache.take('a')).toEqual(entry('one'));
    expect(cache.take('a')).toBeUndefined();
    expect(cache.peek('a')).toBeUndefined();
  });

  it('evicts the entry written longest ago, regardless of reads', () => {
    const cache = makeEtagCache<string>(2);
    for (const key of ['a', 'b', 'a']) cache.put(key, entry(key));
    cache.peek('b');
    cache.put('c', entry('c'));
    expect(['a', 'b', 'c'].map((key) => cache.peek(key))).toEqual(['a', undefined, 'c']);
  });
});
