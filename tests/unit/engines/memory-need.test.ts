// Which pictures need more memory than there is: edge cases.

import { memoryRefusal } from '../../../src/engines/memory-need';
import type { PictureHeader } from '../../../src/pictures/headers/header-result';
import { planRenditions } from '../../../src/pictures/renditions';

interface Facts {
  type?: PictureHeader['type'];
  width: number;
  height: number;
  decoderOverhead?: number;
  isInterlaced?: boolean;
  fileMb?: number;
}

function refusal({ type = 'jpeg', decoderOverhead = 0, fileMb = 0, ...facts }: Facts) {
  const { width, height } = facts;
  const source = new Uint8Array(fileMb * 1e6);
  const plan = planRenditions(width, height);
  return memoryRefusal({ ...facts, type, decoderOverhead, source, plan, orientation: 1, colours: 'rgb' });
}

describe('the memory that a picture needs', () => {
  it.each<[string, Facts]>([
    ['a baseline JPEG of 50 megapixels and 20 MB', { width: 7071, height: 7071, fileMb: 20 }],
    [
      'a progressive JPEG of 50 megapixels and 20 MB with 4:2:0',
      { width: 7071, height: 7071, decoderOverhead: 1.5, fileMb: 20 },
    ],
    [
      'a progressive JPEG of 30 megapixels and 20 MiB without subsampling',
      { width: 3873, height: 7745, decoderOverhead: 3, fileMb: 20.97 },
    ],
    ['a progressive JPEG of 22 megapixels in CMYK', { width: 3317, height: 6633, decoderOverhead: 4, fileMb: 20.97 }],
    ['a small progressive JPEG of 40 megapixels', { width: 7300, height: 5475, decoderOverhead: 3 }],
    ['a small progressive JPEG of 32 megapixels in CMYK', { width: 6530, height: 4898, decoderOverhead: 4 }],
    ['an interlaced PNG of 50 megapixels', { type: 'png', width: 7071, height: 7071, isInterlaced: true, fileMb: 20 }],
    ['a WebP without loss of 35 megapixels', { type: 'webp', width: 5980, height: 5980, decoderOverhead: 2 }],
    ['a GIF of 50 megapixels', { type: 'gif', width: 7071, height: 7071, decoderOverhead: 0.5, fileMb: 15 }],
    ['a panorama of 50 megapixels', { width: 25_000, height: 2000, fileMb: 20 }],
  ])('is sufficient for %s', (_name, facts) => {
    expect(refusal(facts)).toBeUndefined();
  });

  it.each<[string, Facts, string]>([
    [
      'a progressive JPEG of 50 megapixels without subsampling',
      { width: 7071, height: 7071, decoderOverhead: 3 },
      '7071 × 7071 in several scans: it takes 342 MB to decode, and at most 300 MB are available; a baseline JPEG takes less.',
    ],
    [
      'one of 40 megapixels in CMYK',
      { width: 7300, height: 5475, decoderOverhead: 4 },
      '7300 × 5475 in several scans: it takes 352 MB to decode, and at most 300 MB are available; a baseline JPEG takes less.',
    ],
    [
      'a WebP without loss',
      { type: 'webp', width: 6000, height: 6000, decoderOverhead: 2 },
      '6000 × 6000 lossless or with alpha: it takes 302 MB to decode, and at most 300 MB are available; a baseline JPEG takes less.',
    ],
    [
      'a tower, whose renditions are large themselves',
      { type: 'png', width: 2000, height: 25_000 },
      '2000 × 25000: it takes 326 MB to decode, and at most 300 MB are available; send a smaller one.',
    ],
  ])('is not sufficient for %s', (_name, facts, detail) => {
    expect(refusal(facts)).toEqual({ ok: false, code: 'PICTURE.TOO_MANY_PIXELS', detail });
  });
});
