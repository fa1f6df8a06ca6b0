// Decodes every kind of WebP. The codec supports only still pictures, so the first frame of an animation becomes a file of
// its own and is then placed on its canvas.

import { readWebpLayout, type WebpLayout } from '../../pictures/headers/webp-layout';
import { bufferOf, type JimpBitmap } from '../pixels/bitmap';
import { decodeStillWebp } from './webp-codec';
import { isStillFile, stillFile } from './webp-still';

/**
 * The pixels of a still WebP, or of the first frame of an animated one.
 * @param borrow as for `decodeStillWebp`.
 * @throws Error that names the damage.
 */
export async function decodeWebp(file: Uint8Array, borrow = false): Promise<JimpBitmap> {
  const layout = readWebpLayout(file);
  if (typeof layout === 'string') throw new Error(layout);
  const pixels = await decodeStillWebp(isStillFile(layout) ? file : stillFile(layout), borrow);
  const { frame, canvas } = layout;
  if (pixels.width !== frame.width || pixels.height !== frame.height) throw new Error('it states two sizes.');
  const data =
    frame.width === canvas.width && frame.height === canvas.height
      ? bufferOf(pixels.data)
      : onCanvas(pixels.data, layout);
  return { data, ...canvas };
}

function onCanvas(pixels: Uint8Array, { canvas, frame }: WebpLayout): Buffer {
  const data = Buffer.alloc(canvas.width * canvas.height * 4);
  for (let y = 0; y < frame.height; y++) {
    const row = pixels.subarray(y * frame.width * 4, (y + 1) * frame.width * 4);
    data.set(row, ((frame.top + y) * canvas.width + frame.left) * 4);
  }
  return data;
}
