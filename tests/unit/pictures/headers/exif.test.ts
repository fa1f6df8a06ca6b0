// The EXIF orientation is read in either byte order, and is 1 if missing or invalid.

import { readOrientation, swapsSides } from '../../../../src/pictures/headers/exif';
import { tiff } from './jpeg-bytes';

const orientation = 0x0112;
const imageWidth = 0x0100;
const short = 3;

describe('readOrientation', () => {
  it.each(['II', 'MM'] as const)('finds each orientation in byte order %s', (order) => {
    for (const value of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const entries: [number, number, number][] = [
        [imageWidth, short, 9],
        [orientation, short, value],
      ];
      expect(readOrientation(tiff({ order, entries }))).toBe(value);
    }
  });

  it('reads a block at any offset in a larger buffer', () => {
    const inside = Buffer.concat([Buffer.alloc(7), tiff({ entries: [[orientation, short, 8]] })]).subarray(7);
    expect(readOrientation(inside)).toBe(8);
  });

  const six: [number, number, number][] = [[orientation, short, 6]];
  const damaged: [string, Buffer][] = [
    ['an empty block', Buffer.alloc(0)],
    ['a block of seven bytes', Buffer.alloc(7)],
    ['no byte order', Buffer.concat([Buffer.from('XX'), tiff({ entries: six }).subarray(2)])],
    ['another magic number', tiff({ entries: six, magic: 43 })],
    ['a directory beyond the end', tiff({ entries: six, directoryAt: 4_000_000_000 })],
    ['a directory that begins at the last byte', tiff({ entries: six, directoryAt: 21 })],
    ['no entry', tiff({})],
    ['an entry cut off', tiff({ entries: six }).subarray(0, 20)],
    ['more entries claimed than there are', tiff({ entries: [[imageWidth, short, 9]], count: 65_535 })],
    ['a value of 0', tiff({ entries: [[orientation, short, 0]] })],
    ['a value of 9', tiff({ entries: [[orientation, short, 9]] })],
    ['a value that is no SHORT', tiff({ entries: [[orientation, 4, 6]] })],
  ];

  it.each(damaged)('is 1 for %s', (_name, block) => {
    expect(readOrientation(block)).toBe(1);
  });
});

describe('swapsSides', () => {
  it('is true for the four orientations that are rotated by 90 degrees', () => {
    expect(([1, 2, 3, 4, 5, 6, 7, 8] as const).filter(swapsSides)).toEqual([5, 6, 7, 8]);
  });
});
