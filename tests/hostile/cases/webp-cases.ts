// WebP cases: a lossless picture of one colour needs no bits per pixel, so only the size in the header limits memory.

import { drawn } from '../../helpers/test-pictures';
import { cutOff, flippedAt, overwritten } from '../files/damage';
import {
  animatedWebp,
  extendedWebp,
  losslessChunk,
  lossyHead,
  makeFlatWebp,
  webpChunk,
  webpFile,
  webpFlags,
} from '../files/webp';
import { type HostileCase, ready, refused } from '../hostile-case';

const size = { width: 320, height: 240 };
const webp = 'image/webp';
const huge = { width: 16_384, height: 16_384 };

export const webpCases: HostileCase[] = [
  ready('WebP without loss', 320, 240, () => makeFlatWebp(size), webp),
  ready('WebP with alpha', 320, 240, () => makeFlatWebp({ ...size, colour: [220, 30, 30, 100] }), webp),
  ready('WebP of one pixel', 1, 1, () => makeFlatWebp({ width: 1, height: 1 }), webp),
  ready('WebP of 1 × 16000', 1, 16_000, () => makeFlatWebp({ width: 1, height: 16_000 }), webp),
  ready('WebP without loss of 35 megapixels', 5980, 5980, () => makeFlatWebp({ width: 5980, height: 5980 }), webp),
  refused('WebP without loss just within 50 megapixels', 'PICTURE.TOO_MANY_PIXELS', () =>
    makeFlatWebp({ width: 7071, height: 7071 }),
  ),
  ready('WebP with loss', 320, 240, () => lossy(), webp),
  refused('WebP with loss and bits flipped in its pixels', 'PICTURE.CORRUPT', async () =>
    flippedAt(await lossy(), 0.5),
  ),
  refused('WebP with loss and bits flipped in its head', 'PICTURE.CORRUPT', async () =>
    overwritten(await lossy(), 23, [0x9c]),
  ),
  refused('WebP with loss cut off in the middle', 'PICTURE.CORRUPT', async () => cutOff(await lossy(), 0.5)),
  refused('WebP with loss cut off by somebody who corrects its lengths', 'PICTURE.CORRUPT', async () =>
    webpFile(webpChunk('VP8 ', (await lossy()).subarray(20, -100))),
  ),
  refused('WebP of 20 MiB of empty chunks', 'PICTURE.CORRUPT', () =>
    webpFile(Buffer.alloc(20 * 1024 * 1024 - 12, webpChunk('NONE', Buffer.alloc(0)))),
  ),
  ready('WebP that is animated', 320, 240, () => animatedWebp(Array(20).fill(size)), webp),
  ready('WebP with profile and EXIF of noise', 320, 240, () =>
    extendedWebp(size, webpFlags.icc | webpFlags.exif, [
      webpChunk('ICCP', Buffer.alloc(501, 'noise')),
      losslessChunk(size),
      webpChunk('EXIF', Buffer.alloc(501, 'noise')),
    ]),
  ),
  refused('WebP without loss that is 16384 × 16384', 'PICTURE.TOO_MANY_PIXELS', () => makeFlatWebp(huge)),
  refused('WebP with loss that claims 16383 × 16383', 'PICTURE.TOO_MANY_PIXELS', () =>
    webpFile(lossyHead({ width: 16_383, height: 16_383 })),
  ),
  refused('WebP with a canvas of sixteen million columns', 'PICTURE.CORRUPT', () =>
    extendedWebp({ width: 1 << 24, height: 100 }, 0, [losslessChunk(size)]),
  ),
  refused('WebP with a huge picture on a small canvas', 'PICTURE.CORRUPT', () =>
    extendedWebp(size, 0, [losslessChunk(huge)]),
  ),
  refused('WebP with a small picture on a large canvas', 'PICTURE.CORRUPT', () =>
    extendedWebp({ width: 7000, height: 7000 }, 0, [losslessChunk(size)]),
  ),
  refused('animated WebP with a huge frame on a small canvas', 'PICTURE.CORRUPT', () => animatedWebp([huge], size)),
  refused('WebP without a picture', 'PICTURE.CORRUPT', () => extendedWebp(size, 0, [])),
  refused('WebP with loss and nothing to decode', 'PICTURE.CORRUPT', () => webpFile(lossyHead(size))),
  refused('WebP that claims no size', 'PICTURE.CORRUPT', () => webpFile(lossyHead({ width: 0, height: 0 }))),
  refused('WebP with a chunk that runs past its end', 'PICTURE.CORRUPT', () =>
    overwritten(makeFlatWebp(size), 16, [0xff, 0xff, 0xff, 0x7f]),
  ),
  refused('WebP cut off in the middle', 'PICTURE.CORRUPT', () => cutOff(makeFlatWebp(size), 0.8)),
  refused('WebP of its signature alone', 'PICTURE.CORRUPT', () => makeFlatWebp(size).subarray(0, 12)),
];

function lossy(): Promise<Buffer> {
  return drawn(size.width, size.height).webp({ quality: 80 }).toBuffer();
}
