// WebPs of one colour at any size (RFC 9649): a lossless one needs no bits per pixel, so 50 megapixels fit in 50 bytes.

import { makeBitWriter } from './bits';

export interface FlatWebpKind {
  width: number;
  height: number;
  /** Red, green, blue and alpha from 0 to 255. */
  colour?: [number, number, number, number];
}

const orange: [number, number, number, number] = [230, 120, 20, 255];

/** A lossless file with one picture. */
export function makeFlatWebp(kind: FlatWebpKind): Buffer {
  return webpFile(losslessChunk(kind));
}

/** An extended file: a header with the canvas size, then these chunks. */
export function extendedWebp(canvas: { width: number; height: number }, flags: number, chunks: Buffer[]): Buffer {
  const body = Buffer.alloc(10);
  body[0] = flags;
  body.writeUIntLE(canvas.width - 1, 4, 3);
  body.writeUIntLE(canvas.height - 1, 7, 3);
  return webpFile(webpChunk('VP8X', body), ...chunks);
}

export const webpFlags = { animation: 0x02, exif: 0x08, alpha: 0x10, icc: 0x20 } as const;

export interface WebpFrame extends FlatWebpKind {
  /** Even numbers. */
  left?: number;
  top?: number;
  /** Its picture data; a lossless picture of the frame's size by default. */
  image?: Buffer;
}

/** An animation. Its canvas has the size of the first frame unless another is given. */
export function animatedWebp(
  frames: WebpFrame[],
  canvas: { width: number; height: number } = frames[0] ?? { width: 1, height: 1 },
): Buffer {
  const each = frames.map((frame) =>
    webpChunk('ANMF', Buffer.concat([frameHead(frame), frame.image ?? losslessChunk(frame)])),
  );
  return extendedWebp(canvas, webpFlags.animation | webpFlags.alpha, [webpChunk('ANIM', Buffer.alloc(6)), ...each]);
}

function frameHead({ left = 0, top = 0, width, height }: WebpFrame): Buffer {
  const head = Buffer.alloc(16);
  for (const [index, value] of [left / 2, top / 2, width - 1, height - 1, 100].entries()) {
    head.writeUIntLE(value, 3 * index, 3);
  }
  return head;
}

export function webpFile(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks]);
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), uint32(body.length), body]);
}

export function webpChunk(name: string, body: Buffer): Buffer {
  const padding = Buffer.alloc(body.length % 2);
  return Buffer.concat([Buffer.from(name, 'latin1'), uint32(body.length), body, padding]);
}

/** Five prefix codes of one symbol each, so that pixels take no bits. */
export function losslessChunk({ width, height, colour: [red, green, blue, alpha] = orange }: FlatWebpKind): Buffer {
  const bits = makeBitWriter('lowestFirst');
  bits.write(0x2f, 8);
  bits.write(width - 1, 14);
  bits.write(height - 1, 14);
  bits.write(alpha < 255 ? 1 : 0, 1);
  // Version; no transforms, no colour cache, no meta prefix codes.
  bits.write(0, 3 + 1 + 1 + 1);
  for (const symbol of [green, red, blue, alpha, 0]) {
    // A simple code of one symbol of eight bits.
    bits.write(0b101, 3);
    bits.write(symbol, 8);
  }
  return webpChunk('VP8L', bits.bytes());
}

/** The header of a lossy picture with a size, and no data. */
export function lossyHead({ width, height }: { width: number; height: number }): Buffer {
  const head = Buffer.from([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 0, 0, 0]);
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  return webpChunk('VP8 ', head);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The file, extended if it is not, with an EXIF chunk at its end. */
export function withWebpExif(file: Buffer, exif: Buffer): Buffer {
  const chunk = webpChunk('EXIF', exif);
  if (file.toString('latin1', 12, 16) === 'VP8X') {
    const flagged = Buffer.from(file);
    flagged[20] = (file[20] ?? 0) | webpFlags.exif;
    return webpFile(flagged.subarray(12), chunk);
  }
  const bits = file.readUInt32LE(21);
  const canvas = { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  return extendedWebp(canvas, webpFlags.exif, [file.subarray(12), chunk]);
}

/** An animation that shows the picture of a still file twice. */
export function framesOf(file: Buffer, canvas: { width: number; height: number }): Buffer {
  const frame = webpChunk('ANMF', Buffer.concat([frameHead(canvas), file.subarray(12)]));
  return extendedWebp(canvas, webpFlags.animation, [webpChunk('ANIM', Buffer.alloc(6)), frame, frame]);
}
