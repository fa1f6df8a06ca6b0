// PNG cases: all pixel formats, and decompression bombs that turn a megabyte into gigabytes.

import { deflateSync } from 'node:zlib';
import { cutOff, flippedAt, overwritten } from '../files/damage';
import {
  grey,
  makeFlatPng,
  palette,
  pngBombChunk,
  pngChunk,
  pngEnd,
  pngHeader,
  pngSignature,
  rgba,
} from '../files/png';
import { packedZeros } from '../files/zeros';
import { type HostileCase, ready, refused } from '../hostile-case';

const size = { width: 500, height: 300 };
const drawn = () => makeFlatPng({ ...size, data: deflateSync(stripes(size)) });
const gigabyte = 1 << 30;

export const pngCases: HostileCase[] = [
  ready('PNG sent as a JPEG', 500, 300, drawn),
  ready('PNG of one pixel', 1, 1, () => makeFlatPng({ width: 1, height: 1 }), 'image/png'),
  ready('PNG of 1 × 20000', 1, 20_000, () => makeFlatPng({ width: 1, height: 20_000 }), 'image/png'),
  ready('PNG just within 50 megapixels', 7071, 7071, () => makeFlatPng({ width: 7071, height: 7071 }), 'image/png'),
  ready('PNG with alpha', 500, 300, () => makeFlatPng({ ...size, colourType: rgba }), 'image/png'),
  ready('PNG of 16 bits, interlaced', 500, 300, () =>
    makeFlatPng({ ...size, bitDepth: 16, colourType: rgba, interlaced: true }),
  ),
  ready('PNG with a palette of 2 bits, interlaced', 500, 300, () =>
    makeFlatPng({ ...size, bitDepth: 2, colourType: palette, interlaced: true }),
  ),
  ready('PNG in black or white', 500, 300, () => makeFlatPng({ ...size, bitDepth: 1, colourType: grey })),
  ready('PNG that is animated', 500, 300, () => makeFlatPng({ ...size, extra: [animationControl(), frameControl()] })),
  ready('PNG with text that unpacks to a gigabyte', 500, 300, () =>
    makeFlatPng({ ...size, extra: [pngBombChunk('zTXt', gigabyte)] }),
  ),
  ready('PNG with a colour profile that unpacks to a gigabyte', 500, 300, () =>
    makeFlatPng({ ...size, extra: [pngBombChunk('iCCP', gigabyte)] }),
  ),
  refused('PNG of 30000 × 30000 in a megabyte', 'PICTURE.TOO_MANY_PIXELS', () =>
    makeFlatPng({ width: 30_000, height: 30_000, colourType: grey }),
  ),
  refused('PNG that claims two thousand million columns', 'PICTURE.TOO_MANY_PIXELS', () =>
    overwritten(drawn(), 0, [...pngSignature, ...pngHeader({ width: 0x7fffffff, height: 1 })]),
  ),
  refused('PNG that claims 7000 × 7000', 'PICTURE.CORRUPT', () =>
    overwritten(drawn(), 0, [...pngSignature, ...pngHeader({ width: 7000, height: 7000, colourType: rgba })]),
  ),
  refused('PNG that claims no size', 'PICTURE.CORRUPT', () => makeFlatPng({ width: 0, height: 5 })),
  refused('PNG of a bit depth that there is not', 'PICTURE.CORRUPT', () => withHeaderByte(drawn(), 24 - 16, 7)),
  refused('PNG of a kind of colour that there is not', 'PICTURE.CORRUPT', () => withHeaderByte(drawn(), 25 - 16, 5)),
  refused('PNG with a second, huge header', 'PICTURE.CORRUPT', () =>
    makeFlatPng({ ...size, extra: [pngHeader({ width: 60_000, height: 60_000 })] }),
  ),
  refused('PNG whose header is not its first chunk', 'PICTURE.CORRUPT', () =>
    Buffer.concat([pngSignature, pngChunk('tEXt', Buffer.from('a\0b')), pngHeader(size), pngEnd]),
  ),
  refused('PNG without pixels', 'PICTURE.CORRUPT', () => Buffer.concat([pngSignature, pngHeader(size), pngEnd])),
  refused('PNG without the palette it needs', 'PICTURE.CORRUPT', () =>
    Buffer.concat([
      pngSignature,
      pngHeader({ ...size, colourType: palette }),
      pngChunk('IDAT', packedZeros(501 * 300)),
      pngEnd,
    ]),
  ),
  refused('PNG with a chunk that runs past its end', 'PICTURE.CORRUPT', () =>
    Buffer.concat([
      pngSignature,
      pngHeader(size),
      Buffer.from([0x7f, 0xff, 0xff, 0xff]),
      Buffer.from('IDAT'),
      Buffer.alloc(64),
    ]),
  ),
  // The decoder inflates only what the picture needs.
  ready('PNG that unpacks to a gigabyte more than its picture', 500, 300, () =>
    makeFlatPng({ ...size, data: packedZeros(gigabyte) }),
  ),
  ready('interlaced PNG that unpacks to a gigabyte more than its picture', 500, 300, () =>
    makeFlatPng({ ...size, interlaced: true, data: packedZeros(gigabyte) }),
  ),
  refused('PNG cut off in the middle', 'PICTURE.CORRUPT', () => cutOff(drawn(), 0.5)),
  refused('PNG cut off after its signature', 'PICTURE.CORRUPT', () => drawn().subarray(0, 8)),
  refused('PNG with a bit flipped in its pixels', 'PICTURE.CORRUPT', () => flippedAt(drawn(), 0.5)),
  refused('PNG with a bit flipped in its header', 'PICTURE.CORRUPT', () => overwritten(drawn(), 19, [0xfe])),
];

/** Rows of RGB pixels that are all different, so that damage shows. */
function stripes({ width, height }: { width: number; height: number }): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const seed = Buffer.from([y, y * 7, y * 13, y ^ 85, y * 3]);
    return [Buffer.from([0]), Buffer.alloc(3 * width, seed)];
  });
  return Buffer.concat(rows.flat());
}

/** Changes one byte of the header and its checksum. */
function withHeaderByte(file: Buffer, at: number, value: number): Buffer {
  const body = overwritten(file.subarray(16, 29), at, [value]);
  return Buffer.concat([pngSignature, pngChunk('IHDR', body), file.subarray(33)]);
}

function animationControl(): Buffer {
  return pngChunk('acTL', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]));
}

function frameControl(): Buffer {
  const body = Buffer.alloc(26);
  body.writeUInt32BE(size.width, 4);
  body.writeUInt32BE(size.height, 8);
  body.writeUInt16BE(1, 20);
  body.writeUInt16BE(10, 22);
  return pngChunk('fcTL', body);
}
