// GIFs with sharp: only the first frame, as a file of its own, placed on its canvas. On its own, libvips fills the missing
// part of a frame, and the canvas around it, with black.

import type { Sharp } from 'sharp';
import { findGifPixels } from '../../pictures/headers/gif-codes';
import { type GifLayout, readGifLayout } from '../../pictures/headers/gif-layout';
import { fromPixels, pixelsOf, type SharpLibrary } from './sharp-pixels';

/** An empty block and the trailer. */
const endOfFile = [0, 0x3b];
const transparent = { r: 0, g: 0, b: 0, alpha: 0 };

/** Opens a pipeline with the canvas of a GIF, or returns the damage. Overwrites the source. */
export async function openGif(
  sharp: SharpLibrary,
  source: Uint8Array,
  seconds: number,
): Promise<string | (() => Sharp)> {
  const layout = readGifLayout(source);
  if (typeof layout === 'string') return layout;
  const found = await findGifPixels(source, layout);
  if (!found.ok) return found.reason;
  const { canvas, frame } = layout;
  const file = firstFrame(source, layout, found.endAt);
  const limitInputPixels = frame.width * frame.height;
  const open = () => sharp(file, { limitInputPixels, failOn: 'error', sequentialRead: true });
  const right = canvas.width - frame.width - frame.left;
  const bottom = canvas.height - frame.height - frame.top;
  const { left, top } = frame;
  if (left === 0 && top === 0 && right === 0 && bottom === 0) return open;
  // Two pipelines: within one, sharp would shrink the frame before it places it on the canvas.
  const onCanvas = open().ensureAlpha().extend({ left, top, right, bottom, background: transparent });
  const pixels = await pixelsOf(onCanvas, seconds);
  return () => fromPixels(sharp, pixels);
}

/** Blocks before the frame are kept, as they may define transparency; everything after its pixels is dropped. */
function firstFrame(source: Uint8Array, { frame, frameAt }: GifLayout, endAt: number): Uint8Array {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  view.setUint16(6, frame.width, true);
  view.setUint16(8, frame.height, true);
  view.setUint32(frameAt + 1, 0);
  const file = source.subarray(0, endAt + endOfFile.length);
  // A file that ends earlier lacks only these bytes.
  if (file.length === endAt + endOfFile.length) file.set(endOfFile, endAt);
  return file;
}
