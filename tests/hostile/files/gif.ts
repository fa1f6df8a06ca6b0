// GIFs of one colour at any size (GIF89a): one LZW code stands for up to four thousand pixels, so 50 megapixels fit in 20 KB.

import { makeBitWriter } from './bits';

export interface GifKind {
  /** The logical screen. */
  width: number;
  height: number;
  /** Default: the size of the screen. */
  frames?: GifFrame[];
}

export interface GifFrame {
  left?: number;
  top?: number;
  width: number;
  height: number;
  /** Number of pixels in the data; default: all. */
  pixels?: number;
}

const codeBits = 2;
const clear = 1 << codeBits;
const endOfData = clear + 1;
const mostCodes = 4096;
export const gifTrailer = Buffer.from([0x3b]);

/** Frames are red. */
export function makeFlatGif({ width, height, frames = [{ width, height }] }: GifKind): Buffer {
  const screen = Buffer.alloc(7);
  screen.writeUInt16LE(width, 0);
  screen.writeUInt16LE(height, 2);
  // A global table of four colours, the second of them red.
  screen[4] = 0xf1;
  const colours = Buffer.from([0, 0, 0, 220, 30, 30, 255, 255, 255, 0, 0, 255]);
  return Buffer.concat([Buffer.from('GIF89a', 'latin1'), screen, colours, ...frames.map(frameOf), gifTrailer]);
}

function frameOf({ left = 0, top = 0, width, height, pixels = width * height }: GifFrame): Buffer {
  const control = Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]);
  const head = Buffer.alloc(11);
  head[0] = 0x2c;
  for (const [index, value] of [left, top, width, height].entries()) head.writeUInt16LE(value, 1 + 2 * index);
  head[10 - 1] = 0;
  head[10] = codeBits;
  return Buffer.concat([control, head, inSubBlocks(packedRed(pixels))]);
}

/** Each code stands for one pixel more than the previous one, until the table is full. */
function packedRed(pixels: number): Buffer {
  const bits = makeBitWriter('lowestFirst');
  let width = codeBits + 1;
  bits.write(clear, width);
  let left = pixels;
  let next = endOfData + 1;
  if (left > 0) bits.write(1, width);
  left--;
  for (let length = 2; left > 0; ) {
    // The decoder adds this code to its table when it reads it; once the table is full, the last code repeats.
    const code = left >= length ? Math.min(next, mostCodes - 1) : left === 1 ? 1 : endOfData + left - 1;
    if (next < mostCodes && next === 1 << width && width < 12) width++;
    bits.write(code, width);
    left -= Math.min(length, left);
    if (next < mostCodes) next++;
    length = Math.min(next - endOfData + 1, mostCodes - endOfData);
  }
  bits.write(endOfData, width);
  return bits.bytes();
}

function inSubBlocks(data: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const part = data.subarray(at, at + 255);
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat([...parts, Buffer.from([0])]);
}
