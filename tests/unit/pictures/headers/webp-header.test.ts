// The header of a WebP: canvas and picture data must have the same size, and the first frame must be inside the canvas.

import { readPictureHeader } from '../../../../src/pictures/headers/header';
import { readWebpLayout } from '../../../../src/pictures/headers/webp-layout';
import {
  animatedWebp,
  extendedWebp,
  losslessChunk,
  lossyHead,
  makeFlatWebp,
  type WebpFrame,
  webpChunk,
  webpFile,
  webpFlags,
} from '../../../hostile/files/webp';
import { tiff } from './jpeg-bytes';

const size = { width: 320, height: 240 };
const webp = (orientation = 1, kept: object = { decoderOverhead: 2 }) => ({
  ok: true,
  value: { type: 'webp', ...size, orientation, colours: 'rgb', ...kept },
});
const corrupt = (why: string) => ({ ok: false, code: 'PICTURE.CORRUPT', detail: `The WebP is damaged: ${why}.` });

/** An animation of one frame on the usual canvas. */
const animation = (frame: WebpFrame) => animatedWebp([frame], size);

describe('the header of a WebP', () => {
  it.each([
    ['without loss', makeFlatWebp(size)],
    ['extended', extendedWebp(size, 0, [losslessChunk(size)])],
    ['animated', animatedWebp([size, size])],
    ['animated, with a small first frame', animation({ left: 200, top: 140, width: 120, height: 100 })],
  ])('has the size of one that is %s', (_kind, file) => {
    expect(readPictureHeader(file)).toEqual(webp());
  });

  it('reports lossless pixels and alpha, which need more memory', () => {
    const alpha = webpChunk('ALPH', Buffer.alloc(5));
    expect(readPictureHeader(webpFile(lossyHead(size)))).toEqual(webp(1, {}));
    expect(readPictureHeader(extendedWebp(size, webpFlags.alpha, [alpha, lossyHead(size)]))).toEqual(webp());
  });

  it('has the position of the first frame of an animation', () => {
    const first = animation({ left: 200, top: 140, width: 120, height: 100 });
    const layout = readWebpLayout(first);
    expect(layout).toMatchObject({ canvas: size, frame: { left: 200, top: 140, width: 120, height: 100 } });
    expect(layout).toMatchObject({ isAnimated: true });
  });

  it('has the orientation of its EXIF', () => {
    const exif = webpChunk('EXIF', tiff({ entries: [[0x0112, 3, 6]] }));
    expect(readPictureHeader(extendedWebp(size, webpFlags.exif, [losslessChunk(size), exif]))).toEqual(webp(6));
  });

  it.each([
    [
      'its canvas is another',
      extendedWebp(size, 0, [losslessChunk({ width: 321, height: 240 })]),
      'it states two sizes',
    ],
    ['its canvas is huge', extendedWebp({ width: 16_000, height: 9 }, 0, [losslessChunk(size)]), 'it states two sizes'],
    [
      'the picture data of its frame is larger',
      animation({ width: 100, height: 100, image: losslessChunk({ width: 16_000, height: 16_000 }) }),
      'its first frame states two sizes',
    ],
    ['it has no picture data', extendedWebp(size, 0, []), 'it states no size'],
    ['its frame has no picture data', animation({ ...size, image: Buffer.alloc(0) }), 'its first frame states no size'],
    [
      'its frame lies outside at the right',
      animation({ left: 202, width: 120, height: 100 }),
      'its first frame is outside of its canvas',
    ],
    [
      'its frame lies outside at the bottom',
      animation({ top: 142, width: 120, height: 100 }),
      'its first frame is outside of its canvas',
    ],
    ['its lossy data begins with no key frame', webpFile(notKey()), 'it states no size'],
  ])('is refused when %s', (_fault, file, why) => {
    expect(readPictureHeader(file)).toEqual(corrupt(why));
  });

  it('is corrupt wherever the file is truncated', () => {
    const file = animation(size);
    for (let length = 12; length < file.length; length++) {
      expect(readPictureHeader(file.subarray(0, length))).toMatchObject({ ok: false, code: 'PICTURE.CORRUPT' });
    }
  });
});

function notKey(): Buffer {
  const chunk = lossyHead(size);
  chunk[8] = 0x11;
  return chunk;
}
