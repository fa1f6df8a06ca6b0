// Decoded pictures as plain pixels, and two operations for which no library has a single pass: flattening transparent
// pixels onto white, and rotating a picture by its EXIF orientation.

import type { Orientation } from '../../pictures/headers/exif';
import { swapsSides } from '../../pictures/headers/exif';

/** The bitmap of a jimp picture. */
export interface JimpBitmap {
  /** Four bytes per pixel (red, green, blue, alpha), row by row; starts at a multiple of four in its buffer. */
  data: Buffer;
  width: number;
  height: number;
}

export interface Bitmap extends JimpBitmap {
  /** Whether every pixel is opaque. */
  opaque: boolean;
}

/** What a plugin of jimp gets. */
export interface HasBitmap {
  bitmap: JimpBitmap;
}

/** The bitmap of a jimp picture. Looks at every pixel, as others may have changed some in place. */
export function bitmapOf({ bitmap }: HasBitmap): Bitmap {
  const { width, height } = bitmap;
  const data = bitmap.data.byteOffset % 4 === 0 ? bitmap.data : Buffer.from(bitmap.data);
  return { data, width, height, opaque: isOpaque(data) };
}

/** The same bytes as a Buffer, which is what jimp works with. */
export function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

export function wholeOf({ width, height }: JimpBitmap): Area {
  return { left: 0, top: 0, width, height };
}

/** The picture on a white background, as a JPEG has no transparency. */
export function flatten(bitmap: Bitmap): Bitmap {
  if (bitmap.opaque) return bitmap;
  const data = Buffer.from(bitmap.data);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 255;
    if (alpha === 255) continue;
    const white = 255 - alpha;
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = Math.round(((data[channel] ?? 0) * alpha) / 255 + white);
    }
    data[at + 3] = 255;
  }
  return { ...bitmap, data, opaque: true };
}

/** Alpha 255 of a pixel as a number. */
const opaqueAlpha = 0xff000000 | 0;
const checkedAtOnce = 4096;

/** Whether every pixel of a bitmap's `data` is opaque. */
export function isOpaque(data: Uint8Array): boolean {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
  for (let begin = 0; begin < pixels.length; begin += checkedAtOnce) {
    const end = Math.min(begin + checkedAtOnce, pixels.length);
    let common = opaqueAlpha;
    for (let at = begin; at < end; at++) common &= pixels[at] ?? 0;
    if (common !== opaqueAlpha) return false;
  }
  return true;
}

/** The picture rotated and mirrored so that it is upright. */
export function turnUpright(bitmap: Bitmap, orientation: Orientation): Bitmap {
  if (orientation === 1) return bitmap;
  const [width, height] = swapsSides(orientation) ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
  const source = new Uint32Array(bitmap.data.buffer, bitmap.data.byteOffset, bitmap.data.byteLength / 4);
  const target = new Uint32Array(width * height);
  const { first, right, down } = walk(bitmap.width, bitmap.height, orientation);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, from = first + y * down; x < width; x++, at++, from += right) target[at] = source[from] ?? 0;
  }
  return { ...bitmap, data: Buffer.from(target.buffer), width, height };
}

/** The index of the upright picture's top left pixel in the stored pixels, and the offsets of one step right and down. */
function walk(width: number, height: number, orientation: Orientation) {
  const lastInRow = width - 1;
  const lastRow = (height - 1) * width;
  const walks = {
    1: { first: 0, right: 1, down: width },
    2: { first: lastInRow, right: -1, down: width },
    3: { first: lastRow + lastInRow, right: -1, down: -width },
    4: { first: lastRow, right: 1, down: -width },
    5: { first: 0, right: width, down: 1 },
    6: { first: lastRow, right: -width, down: 1 },
    7: { first: lastRow + lastInRow, right: -width, down: -1 },
    8: { first: lastInRow, right: width, down: -1 },
  };
  return walks[orientation];
}

/** A part of a bitmap. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}
