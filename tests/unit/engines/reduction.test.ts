// How much smaller a picture may come out of its decoder.

import { halvings, jpegEighths, possibleReduction } from '../../../src/engines/reduction';
import type { Orientation } from '../../../src/pictures/headers/exif';
import { planRenditions } from '../../../src/pictures/renditions';

function reduction(width: number, height: number, orientation: Orientation = 1): number {
  const plan = orientation < 5 ? planRenditions(width, height) : planRenditions(height, width);
  return possibleReduction({ type: 'jpeg', width, height, orientation, colours: 'rgb', plan });
}

describe('the possible reduction', () => {
  it.each<[string, number, number, Orientation, number]>([
    ['a photo of 12 megapixels', 4000, 3000, 1, 4000 / 1600 / 1.2],
    ['one stored sideways', 4000, 3000, 6, 3000 / 1600 / 1.2],
    ['a picture that is not much larger than its renditions', 1700, 1200, 1, 1],
    ['a small one', 300, 200, 1, 1],
    ['a panorama, whose thumb needs more pixels than its widest rendition', 16_000, 240, 1, 1],
    ['a tower, as high as a WebP can be', 2000, 25_000, 1, 25_000 / 16_383 / 1.2],
  ])('leaves enough pixels of %s', (_name, width, height, orientation, expected) => {
    expect(reduction(width, height, orientation)).toBeCloseTo(expected, 3);
  });

  it.each([
    [1, 8, 0],
    [1.2, 8, 0],
    [1.4, 7, 0],
    [2, 5, 1],
    [2.3, 4, 1],
    [3.9, 3, 1],
    [4.7, 2, 2],
    [100, 1, 6],
  ])('of %p is decoding in %p eighths, or halving %p times', (factor, eighths, times) => {
    expect([jpegEighths(factor), halvings(factor)]).toEqual([eighths, times]);
  });
});
