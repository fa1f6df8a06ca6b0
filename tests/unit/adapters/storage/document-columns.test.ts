// Long documents in table rows survive a round trip.

import { documentColumns, documentOf } from '../../../../src/adapters/storage/document-columns';

it.each([
  ['a small document', { a: 1 }],
  ['one of several columns', { text: 'x'.repeat(100_000) }],
  ['one that is full of pairs', { text: '🚚'.repeat(40_000) }],
  ['one whose pairs lie across every boundary', { t: `x${'🚚'.repeat(40_000)}` }],
])('%s survives a round trip, in columns of a valid size', (_case, document) => {
  const columns = documentColumns(document);
  expect(documentOf(columns)).toEqual(document);
  for (const text of Object.values(columns)) {
    expect(text.length).toBeLessThanOrEqual(32_000);
    expect(Buffer.from(text).toString()).toBe(text);
  }
});
