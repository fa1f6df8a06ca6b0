// Random but repeatable values that are likely to break naive code. FUZZ_SEED and FUZZ_REQUESTS (requests per test) extend a
// run.

import { seededRandom } from '../../helpers/seeded-random';

export const seed = Number(process.env.FUZZ_SEED ?? 1);
export const requestCount = Number(process.env.FUZZ_REQUESTS ?? 400);

export interface Strange {
  pick<T>(items: readonly T[]): T;
  /** Text for one path segment, in wire format. */
  segment(): string;
  /** The value of a query parameter, in wire format. */
  parameter(): string;
  /** A JSON value. */
  json(depth?: number): unknown;
  /** Text that is not JSON. */
  brokenJson(): string;
}

const texts = [
  '',
  ' ',
  'a',
  '0',
  '-1',
  '1e309',
  '9'.repeat(40),
  'null',
  'true',
  '$',
  '@',
  '@counter@k',
  '*',
  '..',
  '.',
  '~',
  '\\',
  '/',
  '#',
  '?',
  '%',
  '%zz',
  '+',
  '&',
  '=',
  ';',
  ',',
  "' OR 1=1 --",
  '"',
  '<script>',
  '{id}',
  '$(id)',
  '\u0000',
  '\t',
  '\u007f',
  '\u0085',
  'ünïcödé',
  '漢字',
  '😀',
  'İ',
  'e\u0301',
  '\u202e',
  '\ufeff',
  '\ufffe',
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'a'.repeat(256),
  'a'.repeat(257),
  '漢'.repeat(300),
  'Completed',
  'Running',
  '2026-01-01',
  '0001-01-01T00:00:00Z',
  '+275760-09-13',
  'INSTANCEID',
  '2147483648',
  '9007199254740993',
  'NaN',
  'Infinity',
  '-Infinity',
  '0x10',
  '1_0',
];
/** Percent-encodings that no encoder produces. */
const raw = [
  '%',
  '%z',
  '%zz',
  '%c3%28',
  '%ff',
  '%ed%a0%80',
  '%00',
  '%2',
  '%u0041',
  '\u00ff',
  '%2F',
  '%2e%2e',
  '%25',
  '|',
  '^',
  '`',
  '{',
  '}',
];
const broken = [
  '{',
  '[',
  '"',
  '{bad',
  "{'a':1}",
  '[1,]',
  '{"a"}',
  'undefined',
  'NaN',
  '01',
  '+1',
  '.5',
  'tru',
  '"\n"',
  '"\\x"',
  '{"a":1}}',
  '1 2',
  '/**/',
  '\u0000',
];

export function makeStrange(random = seededRandom(seed)): Strange {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const encoded = () => (random() < 0.3 ? pick(raw) : encodeURIComponent(pick(texts)));
  const json = (depth = 0): unknown => {
    const kind = random();
    if (kind < 0.5 || depth > 3) return pick([...texts, 0, -0, 1.5, 1e308, 2 ** 53, true, false, null, {}, []]);
    const size = Math.floor(random() * 4);
    const values = Array.from({ length: size }, () => json(depth + 1));
    return kind < 0.7 ? values : Object.fromEntries(values.map((value) => [pick(texts), value]));
  };
  return { pick, segment: encoded, parameter: encoded, json, brokenJson: () => pick(broken) };
}
