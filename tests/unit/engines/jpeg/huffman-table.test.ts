// Huffman tables as a decoder needs them: complete, short where symbols are frequent, never longer than 16 bits.

import { bestHuffmanTable, codesOf } from '../../../../src/engines/jpeg/huffman-table';

const lengthOf = (code = 0) => code >> 16;
const bitsOf = (code = 0) => (code & 0xffff).toString(2).padStart(lengthOf(code), '0');

function codesFor(frequencies: number[]): string[] {
  const codes = codesOf(bestHuffmanTable(frequencies));
  return frequencies.map((_, symbol) => (lengthOf(codes[symbol]) > 0 ? bitsOf(codes[symbol]) : ''));
}

it('gives frequent symbols short codes, and none to those that do not occur', () => {
  const codes = codesFor([100, 0, 5, 50, 1]);
  expect(codes[1]).toBe('');
  expect(codes.map(({ length }) => length)).toEqual([1, 0, 3, 2, 4]);
});

it('never makes a code of ones only, as one symbol alone would have', () => {
  expect(codesFor([7])).toEqual(['0']);
  for (const code of codesFor([8, 4, 2, 1])) expect(code).toMatch(/0/);
});

it.each([
  [
    'a steep distribution, which would take codes of 40 bits',
    Array.from({ length: 40 }, (_, at) => Math.floor(1.6 ** at) + 1),
  ],
  ['all symbols, equally frequent', Array(256).fill(3)],
  ['all symbols, one of them almost always', [1_000_000, ...Array(255).fill(1)]],
])('keeps %s within 16 bits, no code the beginning of another', (_name, frequencies) => {
  const codes = codesFor(frequencies);
  for (const code of codes) expect(code.length).toBeLessThanOrEqual(16);
  const sorted = [...codes].sort();
  for (const [at, code] of sorted.entries()) {
    expect(code).not.toBe('');
    expect(sorted[at + 1]?.startsWith(code) ?? false).toBe(false);
  }
});
