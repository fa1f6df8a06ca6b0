import { plainTextAsJson } from '../../../../localhost/worker/plain-text-as-json';
import type { TypedData } from '../../../../localhost/worker/typed-data';

/** Reads a value of the worker protocol like @azure/functions. */
function read({ string, json }: TypedData): unknown {
  if (string === undefined) return JSON.parse(json ?? '');
  try {
    return JSON.parse(string);
  } catch {
    return string;
  }
}

const noJson = [
  '',
  'hello',
  'message 0',
  '3f2a9c',
  'e5x',
  'a-b_c',
  'True',
  'Infinity',
  '@counter@a',
  '<a/>',
  'über',
  "'1'",
];
const json = [
  '1',
  '-1.5',
  '1e5',
  '2E10',
  '007',
  '"a"',
  '{"a":1}',
  ' [1]',
  '\t2',
  '\n"x"',
  'true',
  'false',
  'null',
  '-',
];
const unsure = ['tea time', '{broken', '"open', '12 monkeys', '1e', '\ufeff1', 'f'.repeat(200)];

it.each(noJson)('passes %j so that the library does not have to parse it', (text) => {
  expect(plainTextAsJson({ string: text })).toEqual({ json: JSON.stringify(text) });
});

it.each([...json, ...unsure])('leaves %j to the library', (text) => {
  expect(plainTextAsJson({ string: text })).toEqual({ string: text });
});

it.each([...noJson, ...json, ...unsure])('is the same value to the app: %j', (text) => {
  expect(read(plainTextAsJson({ string: text }))).toEqual(read({ string: text }));
});

it('leaves other values unchanged', () => {
  const data = { bytes: new Uint8Array([1]) };
  expect(plainTextAsJson(data)).toBe(data);
});
