// What is remembered is a guess for one try, and never more than a bounded number of them.

import { makeEtagCache } from '../../../../src/adapters/storage/etag-cache';

const entry = (value: string) => ({ value, etag: `W/"${value}"` });

describe('the cache of what was written last', () => {
  it('gives an entry out once, and shows it as often as one likes', () => {
    const cache = makeEtagCache<string>(2);
    cache.put('a', entry('one'));
    expect([cache.peek('a'), cache.peek('a')]).toEqual(['one', 'one']);
    expect(cache.take('a')).toEqual(entry('one'));
    expect(cache.take('a')).toBeUndefined();
    expect(cache.peek('a')).toBeUndefined();
  });

  it('forgets the one written the longest ago, however often it was looked at since', () => {
    const cache = makeEtagCache<string>(2);
    for (const key of ['a', 'b', 'a']) cache.put(key, entry(key));
    cache.peek('b');
    cache.put('c', entry('c'));
    expect(['a', 'b', 'c'].map((key) => cache.peek(key))).toEqual(['a', undefined, 'c']);
  });
});
