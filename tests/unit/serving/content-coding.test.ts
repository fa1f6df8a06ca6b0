// The coding of an answer is one that the client accepts.

import { contentCoding } from '../../../src/serving/content-coding';

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['identity', 'identity'],
  [null, 'identity'],
])('%s gets %s', (accepted, coding) => {
  expect(contentCoding(accepted, ['br', 'gzip'])).toBe(coding);
});
