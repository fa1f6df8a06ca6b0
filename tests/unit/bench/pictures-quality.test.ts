// The quality bounds of the picture bench, and its comparison of pixels.

import { psnrOf } from '../../../bench/pictures/psnr';
import type { RenditionQuality } from '../../../bench/pictures/quality';
import { qualityBounds, qualityTable } from '../../../bench/pictures/quality-bounds';
import { isMissed } from '../../../bench/pictures/rows';

function aRendition(changes: Partial<RenditionQuality> = {}): RenditionQuality {
  const file = { bytes: 1300, sharpBytes: 1000, psnr: 38, sharpPsnr: 39 };
  const files = [
    { format: 'jpeg', ...file },
    { format: 'webp', ...file },
  ] as const;
  return { source: 'jpeg12', name: 'large', psnr: { jimp: 34, sharp: 34 }, files: [...files], ...changes };
}

const missed = (...qualities: RenditionQuality[]) =>
  qualityBounds(qualities, 'ImageMagick 6')
    .filter(isMissed)
    .map(({ what }) => what);

const psnrOfEngine = (engine: string) =>
  `worst PSNR of a rendition of our ${engine} engine before encoding, against Lanczos by ImageMagick 6, dB`;

it('counts a bound as met when it is just met', () => {
  expect(missed(aRendition(), aRendition({ name: 'thumb' }))).toEqual([]);
});

it('detects one bad rendition of either engine among good ones', () => {
  const good = aRendition({ psnr: { jimp: 60, sharp: 60 } });
  expect(missed(good, aRendition({ psnr: { jimp: 33.9, sharp: 50 } }), good)).toEqual([psnrOfEngine('jimp')]);
  expect(missed(good, aRendition({ psnr: { jimp: 50, sharp: 25.6 } }), good)).toEqual([psnrOfEngine('sharp')]);
});

it('detects one file that is too large, by format', () => {
  const { files } = aRendition();
  const large = files.map((file) => (file.format === 'webp' ? { ...file, bytes: 1301 } : file));
  expect(missed(aRendition(), aRendition({ files: large }))).toEqual([
    "largest webp file of our jimp engine to sharp's of the same quality",
  ]);
});

it('misses every bound of figures that were not measured', () => {
  expect(missed()).toHaveLength(4);
  const none = { bytes: Number.NaN, sharpBytes: 1000, psnr: Number.NaN, sharpPsnr: Number.NaN };
  const files = [{ format: 'jpeg', ...none } as const, { format: 'webp', ...none } as const];
  expect(missed(aRendition(), aRendition({ psnr: { jimp: Number.NaN, sharp: Number.NaN }, files }))).toHaveLength(4);
});

it('shows a line per file with the figures of both engines', () => {
  const cells = qualityTable([aRendition({ psnr: { jimp: 44.96, sharp: 55 } })])
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));
  expect(cells[1]).toEqual(['jpeg12', 'large', '45.0', '55.0', 'jpeg', '1300', '1000', '1.30', '38.0', '39.0']);
  expect(cells[2]?.[4]).toBe('webp');
});

const pixels = (channels: 3 | 4, ...data: number[]) => ({ data: Uint8Array.from(data), channels });

it('finds no difference between the same pixels', () => {
  expect(psnrOf(pixels(3, 1, 2, 3), pixels(3, 1, 2, 3))).toBe(99);
});

it('computes PSNR: a difference of 1 in every channel is 48.1 dB', () => {
  expect(psnrOf(pixels(3, 10, 20, 30, 40, 50, 60), pixels(3, 11, 19, 31, 39, 51, 59))).toBeCloseTo(48.13, 2);
});

it('blends pixels with white, with or without an alpha channel', () => {
  expect(psnrOf(pixels(4, 9, 9, 9, 0, 7, 8, 9, 255), pixels(3, 255, 255, 255, 7, 8, 9))).toBe(99);
});

it('refuses to compare pictures of different sizes', () => {
  expect(() => psnrOf(pixels(3, 1, 2, 3), pixels(4, 1, 2, 3, 255, 1, 2, 3, 255))).toThrow('cannot be compared');
});
