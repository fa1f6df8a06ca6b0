// The segments around the coded pixels of a JPEG (ITU T.81, annex B; JFIF 1.02).

import type { HuffmanTable } from './huffman-table';

/** Natural order of the coefficients along the zigzag (ITU T.81, figure A.6). */
export const zigzag = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
];

const jfif = [...Buffer.from('JFIF\0', 'latin1'), 1, 2, 0, 0, 1, 0, 1, 0, 0];
/** Id, sampling factors, quantisation table. */
const components = [
  [1, 0x22, 0],
  [2, 0x11, 0],
  [3, 0x11, 0],
];
/** Id, and its DC and AC table in four bits each. */
const scanned = [
  [1, 0x00],
  [2, 0x11],
  [3, 0x11],
];

export interface JpegFacts {
  width: number;
  height: number;
  /** In natural order; the same one for luma and chroma. */
  steps: Uint8Array;
  /** DC and AC of luma, then of chroma. */
  tables: readonly HuffmanTable[];
}

/** Everything before the coded pixels of a picture in YCbCr with halved chroma. */
export function jpegHead({ width, height, steps, tables }: JpegFacts): Buffer {
  const size = [8, height >> 8, height & 255, width >> 8, width & 255];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, jfif),
    segment(0xdb, [0, ...zigzag.map((at) => steps[at] ?? 0)]),
    segment(0xc0, [...size, components.length, ...components.flat()]),
    ...tables.map(({ counts, symbols }, index) =>
      segment(0xc4, [((index & 1) << 4) | (index >> 1), ...counts, ...symbols]),
    ),
    segment(0xda, [scanned.length, ...scanned.flat(), 0, 63, 0]),
  ]);
}

export const endOfImage = Buffer.from([0xff, 0xd9]);

function segment(code: number, body: number[]): Buffer {
  const length = body.length + 2;
  return Buffer.from([0xff, code, length >> 8, length & 255, ...body]);
}
