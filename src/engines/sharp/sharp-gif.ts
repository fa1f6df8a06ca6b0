// GIFs with sharp: only the first frame, as a file of its own, placed on its canvas. On its own, libvips fills the missing
// part of a frame, and the canvas around it, with black.

import type { Sharp } from 'sharp';
import { findGifPixels } from '../../pictures/headers/gif-codes';
import { type GifLayout, readGifLayout } from '../../pictures/headers/gif-layout';
import { upToFirstFrame } from '../decode/gif-first-frame';
import { openOnCanvas } from './sharp-canvas';
import type { SharpLibrary } from './sharp-pixels';

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
  const file = firstFrame(source, layout, found.endAt);
  return openOnCanvas(sharp, file, layout, seconds);
}

/** Blocks before the frame are kept, as they may define transparency; everything after its pixels is dropped. */
function firstFrame(source: Uint8Array, { frame, frameAt }: GifLayout, endAt: number): Uint8Array {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  view.setUint16(6, frame.width, true);
  view.setUint16(8, frame.height, true);
  view.setUint32(frameAt + 1, 0);
  return upToFirstFrame(source, endAt);
}
