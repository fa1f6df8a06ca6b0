// GIF cases: the first frame is the picture, on a logical screen whose declared size may be false.

import { cutOff } from '../files/damage';
import { gifTrailer, makeFlatGif } from '../files/gif';
import { type HostileCase, ready, refused } from '../hostile-case';

const size = { width: 320, height: 240 };
const gif = 'image/gif';
const html = '<html><script>alert(1)</script></html>';

export const gifCases: HostileCase[] = [
  ready('GIF', 320, 240, () => makeFlatGif(size), gif),
  ready('GIF of one pixel', 1, 1, () => makeFlatGif({ width: 1, height: 1 }), gif),
  ready('GIF of 1 × 20000', 1, 20_000, () => makeFlatGif({ width: 1, height: 20_000 }), gif),
  ready('GIF just within 50 megapixels', 7071, 7071, () => makeFlatGif({ width: 7071, height: 7071 }), gif),
  ready('GIF that is animated', 320, 240, () => makeFlatGif({ ...size, frames: Array(50).fill(size) }), gif),
  ready('GIF whose frame covers a part of its screen', 320, 240, () =>
    makeFlatGif({ ...size, frames: [{ left: 20, top: 30, width: 100, height: 50 }] }),
  ),
  ready(
    'GIF with an HTML page after its end',
    320,
    240,
    () => Buffer.concat([makeFlatGif(size), Buffer.from(html)]),
    'text/html',
  ),
  refused('GIF that is a page of HTML', 'PICTURE.CORRUPT', () => Buffer.from(`GIF89a${html}`), 'text/html'),
  refused('GIF that claims 65535 × 65535', 'PICTURE.TOO_MANY_PIXELS', () =>
    makeFlatGif({ width: 65_535, height: 65_535, frames: [size] }),
  ),
  refused('GIF with a huge frame on a small screen', 'PICTURE.CORRUPT', () =>
    makeFlatGif({ ...size, frames: [{ width: 20_000, height: 20_000 }] }),
  ),
  refused('GIF with half of its pixels', 'PICTURE.CORRUPT', () =>
    makeFlatGif({ ...size, frames: [{ ...size, pixels: 160 * 240 }] }),
  ),
  refused('GIF without a frame', 'PICTURE.CORRUPT', () => makeFlatGif({ ...size, frames: [] })),
  refused('GIF that claims no size', 'PICTURE.CORRUPT', () => makeFlatGif({ width: 0, height: 0, frames: [] })),
  refused('GIF cut off in the middle', 'PICTURE.CORRUPT', () => cutOff(makeFlatGif(size), 0.5)),
  refused('GIF of its signature alone', 'PICTURE.CORRUPT', () => makeFlatGif(size).subarray(0, 6)),
  refused('GIF with codes that there are not', 'PICTURE.CORRUPT', () => withWrongCodes()),
  refused('GIF of 20 MiB in blocks of one byte', 'PICTURE.CORRUPT', () => inBlocksOfOneByte(20 * 1024 * 1024)),
];

/** Its data begins with a code beyond those that a decoder can know. */
function withWrongCodes(): Buffer {
  const file = makeFlatGif({ ...size, frames: [] });
  const codes = Buffer.from([4, 0x7c, 0xff, 0xff, 0xff, 0]);
  return Buffer.concat([file.subarray(0, -1), frameHead, codes, gifTrailer]);
}

/** Clear codes only, so that a decoder keeps reading. */
function inBlocksOfOneByte(bytes: number): Buffer {
  const head = Buffer.concat([makeFlatGif({ ...size, frames: [] }).subarray(0, -1), frameHead]);
  const times = Math.floor((bytes - head.length - 2) / clearInBlocks.length);
  const blocks = Buffer.alloc(times * clearInBlocks.length, clearInBlocks);
  return Buffer.concat([head, blocks, Buffer.from([0]), gifTrailer]);
}

/** Of a 320 × 240 frame whose codes begin with three bits. */
const frameHead = Buffer.from([0x2c, 0, 0, 0, 0, 0x40, 1, 240, 0, 0, 2]);
/** The code 100 in binary, eight times in three bytes, each byte in its own block. */
const clearInBlocks = Buffer.from([1, 0x24, 1, 0x49, 1, 0x92]);
