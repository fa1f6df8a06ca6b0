// Places the first frame of an animation on its canvas with sharp. On its own, libvips fills the canvas around it with black.

import type { Sharp } from 'sharp';
import { fromPixels, pixelsOf, type SharpLibrary } from './sharp-pixels';

interface Placed {
  canvas: { width: number; height: number };
  frame: { left: number; top: number; width: number; height: number };
}

const transparent = { r: 0, g: 0, b: 0, alpha: 0 };

/** Opens a pipeline with the canvas of a file that holds nothing but the frame. */
export async function openOnCanvas(
  sharp: SharpLibrary,
  file: Uint8Array,
  { canvas, frame }: Placed,
  seconds: number,
): Promise<() => Sharp> {
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
