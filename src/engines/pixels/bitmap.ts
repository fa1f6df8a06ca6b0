// Decoded pictures as plain pixels, and two operations for which no library has a single pass: flattening transparent
// pixels onto white, and rotating a picture by its EXIF orientation.

import type { Orientation } from '../../pictures/headers/exif';
import { swapsSides } from '../../pictures/headers/exif';

export interface Bitmap {
  /** Four bytes per pixel (red, green, blue, alpha), row by row; starts at a multiple of four in its buffer. */
  data: Uint8Array;
  width: number;
  height: number;
  /** Whether every pixel is opaque. */
  opaque: boolean;
}

/** The picture on a white background, as a JPEG has no transparency. */
export function flatten(bitmap: Bitmap): Bitmap {
  if (bitmap.opaque) return bitmap;
  const data = Uint8Array.from(bitmap.data);
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

/** Whether every pixel of a bitmap's `data` is opaque. */
export function isOpaque(data: Uint8Array): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
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
  return { ...bitmap, data: new Uint8Array(target.buffer), width, height };
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
