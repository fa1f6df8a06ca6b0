// Pixels: turned upright by each EXIF orientation, and laid on white.

import { type Bitmap, flatten, upright } from '../../../src/adapters/bitmap';

/** A picture of opaque pixels, each row a word, each pixel a letter. */
function drawn(...rows: string[]): Bitmap {
  const letters = rows.join('');
  const data = Buffer.from([...letters].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 255]));
  return { data, width: rows[0]?.length ?? 0, height: rows.length };
}

function rows({ data, width, height }: Bitmap): string[] {
  const letters = Array.from({ length: width * height }, (_, at) => String.fromCharCode(data[at * 4] ?? 0));
  return Array.from({ length: height }, (_, y) => letters.slice(y * width, (y + 1) * width).join(''));
}

describe('upright', () => {
  // What the stored pixels of the picture "ABC / DEF" look like under each orientation (EXIF 2.3, 4.6.4 A).
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
    const turned = upright(drawn(...stored[orientation]), orientation);
    expect(rows(turned)).toEqual(['ABC', 'DEF']);
    expect([turned.width, turned.height]).toEqual([3, 2]);
  });

  it('keeps all four channels', () => {
    const data = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...upright({ data, width: 2, height: 1 }, 2).data]).toEqual([5, 6, 7, 8, 1, 2, 3, 4]);
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
  ])('lays %j on white as %j', (pixel, expected) => {
    const bitmap = { data: Buffer.from(pixel), width: 1, height: 1 };
    flatten(bitmap);
    expect([...bitmap.data]).toEqual(expected);
  });
});
