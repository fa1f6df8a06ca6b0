// Ids: prefixed, unique, and sortable by time.

import { newId } from '../../../src/shared/ids';

it('are a prefix and a ULID in lower case', () => {
  expect(newId('pay')).toMatch(/^pay_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
});

it('do not repeat, and use each random letter', () => {
  const ids = Array.from({ length: 2_000 }, () => newId('cmd'));
  expect(new Set(ids).size).toBe(2_000);
  for (let place = 'cmd_'.length + 10; place < 'cmd_'.length + 26; place++) {
    expect(new Set(ids.map((id) => id[place])).size).toBe(32);
  }
});

it('sort by time', async () => {
  const first = newId('ord');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(newId('ord') > first).toBe(true);
});
