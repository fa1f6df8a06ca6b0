// Conversion of a handler's value to a queue message, blob or entity, without storage.

import { blobContent } from '../../../../localhost/bindings/blob';
import { formatUtc, utcRoundTrip } from '../../../../localhost/bindings/dotnet-date';
import { jsonProperties, looksLikeJson } from '../../../../localhost/bindings/json-text';
import { collectorItems, itemContent, outputValue } from '../../../../localhost/bindings/output-value';
import { decodeMessage, encodeMessage } from '../../../../localhost/bindings/queue-message';
import { fromEntity, toEntity } from '../../../../localhost/bindings/table-entity';
import type { TypedData } from '../../../../localhost/worker/typed-data';

function items(data: TypedData): (string | Uint8Array)[] {
  const output = outputValue(data);
  return output === undefined ? [] : collectorItems(output).map(itemContent);
}

test.each<[string, TypedData, string[]]>([
  ['text', { string: 'a' }, ['a']],
  ['empty text', { string: '' }, ['']],
  ['text that only begins like JSON', { string: '{a' }, ['{a']],
  ['an object as text, indented', { string: '{"a":[1]}' }, ['{\n  "a": [\n    1\n  ]\n}']],
  ['a text in quotes, kept', { string: '"a"' }, ['"a"']],
  ['a JSON text', { json: '"a"' }, ['a']],
  ['nested arrays, one level taken apart', { json: '[["a"],null]' }, ['[\n  "a"\n]', '']],
  ['true', { json: 'true' }, ['True']],
  ['a negative number', { int: -3 }, ['-3']],
  ['nothing', {}, []],
  ['an empty array', { json: '[]' }, []],
])('a collector gets %s', (_what, data, expected) => {
  expect(items(data)).toEqual(expected);
});

test('a text that looks like JSON but is not fails the output', () => {
  expect(looksLikeJson(' {oops} ')).toBe(true);
  expect(() => items({ string: '{oops}' })).toThrow(SyntaxError);
});

test.each<[string, TypedData, number[]]>([
  ['an integer: 4 bytes', { int: 258 }, [2, 1, 0, 0]],
  ['a negative integer', { int: -1 }, [255, 255, 255, 255]],
  ['an integer beyond 32 bits, cut', { int: 2 ** 32 + 5 }, [5, 0, 0, 0]],
  ['a double: 8 bytes', { double: 1.5 }, [0, 0, 0, 0, 0, 0, 248, 63]],
  ['true: 1 byte', { json: 'true' }, [1]],
  ['false', { json: 'false' }, [0]],
  ['an array, compact', { json: '[1, 2]' }, [...Buffer.from('[1,2]')]],
  ['text', { string: 'ü' }, [0xc3, 0xbc]],
])('a blob stores %s', (_what, data, bytes) => {
  const output = outputValue(data);
  expect(output && [...blobContent(output)]).toEqual(bytes);
});

test('messages survive both encodings, and invalid Base64 is detected', () => {
  for (const encoding of ['base64', 'none'] as const) {
    expect(decodeMessage(encodeMessage('grüße', encoding), encoding)?.toString()).toBe('grüße');
  }
  expect(encodeMessage('a', 'base64')).toBe('YQ==');
  expect(['plain text', 'YQ=', 'YQ', '{"a":1}'].map((wire) => decodeMessage(wire, 'base64'))).toEqual(
    Array(4).fill(undefined),
  );
  expect(decodeMessage('', 'base64')?.length).toBe(0);
});

test('only a JSON object has properties: scalars as text, no arrays, no nulls', () => {
  expect(jsonProperties('{"n":1.5,"b":false,"s":"x","o":{"k":[1]},"a":[1],"z":null}')).toEqual({
    n: '1.5',
    b: 'False',
    s: 'x',
    o: { k: [1] },
  });
  expect(['[{"a":1}]', '12', '{broken', 'text'].map(jsonProperties)).toEqual([{}, {}, {}, {}]);
});

test('entities accept long integers, doubles and keys in any case, and are read as plain JSON', () => {
  const keys = { partitionKey: 'p', rowKey: undefined };
  expect(toEntity({ ROWKEY: 1, n: 3, d: 0.5, big: 1e300, t: 'x', gone: null }, keys)).toEqual({
    partitionKey: 'p',
    rowKey: '1',
    n: 3n,
    d: { type: 'Double', value: '0.5' },
    big: { type: 'Double', value: '1e+300' },
    t: 'x',
  });
  expect(() => toEntity({}, keys)).toThrow('A table entity needs RowKey.');
  const stored = {
    partitionKey: 'p',
    rowKey: '1',
    etag: 'W/"1"',
    n: 3n,
    at: new Date(0),
    g: { type: 'Guid', value: 'abc' },
  };
  expect(JSON.parse(JSON.stringify(fromEntity(stored)))).toEqual({
    PartitionKey: 'p',
    RowKey: '1',
    n: 3,
    at: '1970-01-01T00:00:00.000Z',
    g: 'abc',
    'odata.etag': 'W/"1"',
  });
});

test('times are written as .NET writes them', () => {
  const date = new Date('2026-03-05T15:04:09.120Z');
  expect(utcRoundTrip(date)).toBe('2026-03-05T15:04:09.12+00:00');
  expect(utcRoundTrip(new Date(0))).toBe('1970-01-01T00:00:00+00:00');
  expect(formatUtc(date, "yy-M-d ddd dddd MMM MMMM hh:mm:ss tt fff 'at' HH\\h K zzz FF")).toBe(
    '26-3-5 Thu Thursday Mar March 03:04:09 PM 120 at 15h Z +00:00 12',
  );
});
