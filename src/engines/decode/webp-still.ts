// Makes a file of its own from the first frame of an animated WebP, or from a still one that is cut off behind its picture: codecs
// refuse such files although the picture is there.

import type { WebpLayout } from '../../pictures/headers/webp-layout';

const flag = { profile: 0x20, alpha: 0x10 } as const;

/** Whether codecs can read the file as it is. */
export function isStillFile({ isAnimated, isCutOff }: WebpLayout): boolean {
  return !isAnimated && !isCutOff;
}

/** A file with the picture, or the first frame of an animation, with its transparency and its profile. */
export function stillFile({ frame, image, alpha, profile, isLossless }: WebpLayout): Uint8Array {
  const flags = (profile ? flag.profile : 0) | (alpha || (profile && isLossless) ? flag.alpha : 0);
  const chunks = [
    ...(flags === 0 ? [] : [extendedHeader(frame, flags)]),
    ...(profile ? [profileChunk(profile)] : []),
    ...(alpha ? [alpha] : []),
    image,
  ].map(padToEven);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(4 + chunks.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...chunks]);
}

/** The chunk that must come before an alpha chunk or a profile. */
function extendedHeader({ width, height }: WebpLayout['frame'], flags: number): Buffer {
  const chunk = Buffer.alloc(18);
  chunk.write('VP8X', 'latin1');
  chunk.writeUInt32LE(10, 4);
  chunk[8] = flags;
  chunk.writeUIntLE(width - 1, 12, 3);
  chunk.writeUIntLE(height - 1, 15, 3);
  return chunk;
}

function profileChunk(profile: Uint8Array): Buffer {
  const head = Buffer.from('ICCP\0\0\0\0', 'latin1');
  head.writeUInt32LE(profile.length, 4);
  return Buffer.concat([head, profile]);
}

function padToEven(chunk: Uint8Array): Uint8Array {
  return chunk.length % 2 === 0 ? chunk : Buffer.concat([chunk, Buffer.alloc(1)]);
}
