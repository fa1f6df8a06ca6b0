// Pixel operations: rotation by EXIF orientation, and blending with white.

import { type Bitmap, flatten, isOpaque, turnUpright } from '../../../../src/engines/pixels/bitmap';

/** A picture of opaque pixels, each row a word, each pixel a letter. */
function drawn(...rows: string[]): Bitmap {
  const letters = rows.join('');
  const data = Buffer.from([...letters].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 255]));
  return { data, width: rows[0]?.length ?? 0, height: rows.length, opaque: true };
}

function rows({ data, width, height }: Bitmap): string[] {
  const letters = Array.from({ length: width * height }, (_, at) => String.fromCharCode(data[at * 4] ?? 0));
  return Array.from({ length: height }, (_, y) => letters.slice(y * width, (y + 1) * width).join(''));
}

describe('turnUpright', () => {
  // The stored pixels of the picture "ABC / DEF" for each orientation (EXIF 2.3, 4.6.4 A).
  const stored = {
    1: ['ABC', 'DEF'],
    2: ['CBA', 'FED'],
    3: ['FED', 'CBA'],
    4: ['DEF', 'ABC'],
    5: ['AD', 'BE', 'CF'],
    6: ['CF', 'BE', 'AD'],
    7: ['FC', 'EB', 'DA'],
    8: ['DA', 'EB', 'FC'],
  } as const;

  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('restores the picture from orientation %i', (orientation) => {
    const turned = turnUpright(drawn(...stored[orientation]), orientation);
    expect(rows(turned)).toEqual(['ABC', 'DEF']);
    expect([turned.width, turned.height]).toEqual([3, 2]);
  });

  it('keeps all four channels', () => {
    const data = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
    const bitmap = { data, width: 2, height: 1, opaque: false };
    expect([...turnUpright(bitmap, 2).data]).toEqual([5, 6, 7, 8, 1, 2, 3, 4]);
  });
});

describe('flatten', () => {
  it.each([
    [
      [10, 20, 30, 255],
      [10, 20, 30, 255],
    ],
    [
      [10, 20, 30, 0],
      [255, 255, 255, 255],
    ],
    [
      [0, 0, 0, 51],
      [204, 204, 204, 255],
    ],
    [
      [255, 0, 100, 128],
      [255, 127, 177, 255],
    ],
  ])('blends %j with white to %j, and does not modify its input', (pixel, expected) => {
    const bitmap = { data: Buffer.from(pixel), width: 1, height: 1, opaque: false };
    const white = flatten(bitmap);
    expect([...white.data]).toEqual(expected);
    expect(white.opaque).toBe(true);
    expect([...bitmap.data]).toEqual(pixel);
  });

  it('returns an opaque picture unchanged', () => {
    const bitmap = drawn('AB');
    expect(flatten(bitmap)).toBe(bitmap);
  });
});

describe('isOpaque', () => {
  it('detects a single transparent pixel', () => {
    expect(isOpaque(drawn('AB', 'CD').data)).toBe(true);
    expect(isOpaque(Buffer.from([1, 2, 3, 255, 1, 2, 3, 254]))).toBe(false);
  });
});
