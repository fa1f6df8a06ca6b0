// Decodes every kind of WebP. The codec supports only still pictures, so the first frame of an animation becomes a file of
// its own and is then placed on its canvas.

import { readWebpLayout, type WebpLayout } from '../../pictures/headers/webp-layout';
import { bufferOf, type JimpBitmap } from '../pixels/bitmap';
import { decodeStillWebp } from './webp-codec';

/**
 * The pixels of a still WebP, or of the first frame of an animated one.
 * @param borrow as for `decodeStillWebp`.
 * @throws Error that names the damage.
 */
export async function decodeWebp(file: Uint8Array, borrow = false): Promise<JimpBitmap> {
  const layout = readWebpLayout(file);
  if (typeof layout === 'string') throw new Error(layout);
  const pixels = await decodeStillWebp(layout.isAnimated ? stillFile(layout) : file, borrow);
  const { frame, canvas } = layout;
  if (pixels.width !== frame.width || pixels.height !== frame.height) throw new Error('it states two sizes.');
  const data =
    frame.width === canvas.width && frame.height === canvas.height
      ? bufferOf(pixels.data)
      : onCanvas(pixels.data, layout);
  return { data, ...canvas };
}

function stillFile({ frame, image, alpha }: WebpLayout): Uint8Array {
  const chunks = alpha ? [extendedHeader(frame), padToEven(alpha), padToEven(image)] : [padToEven(image)];
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(4 + chunks.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...chunks]);
}

/** The chunk that must come before an alpha chunk. */
function extendedHeader({ width, height }: WebpLayout['frame']): Buffer {
  const chunk = Buffer.alloc(18);
  chunk.write('VP8X', 'latin1');
  chunk.writeUInt32LE(10, 4);
  chunk[8] = 0x10;
  chunk.writeUIntLE(width - 1, 12, 3);
  chunk.writeUIntLE(height - 1, 15, 3);
  return chunk;
}

function padToEven(chunk: Uint8Array): Uint8Array {
  return chunk.length % 2 === 0 ? chunk : Buffer.concat([chunk, Buffer.alloc(1)]);
}

function onCanvas(pixels: Uint8Array, { canvas, frame }: WebpLayout): Buffer {
  const data = Buffer.alloc(canvas.width * canvas.height * 4);
  for (let y = 0; y < frame.height; y++) {
    const row = pixels.subarray(y * frame.width * 4, (y + 1) * frame.width * 4);
    data.set(row, ((frame.top + y) * canvas.width + frame.left) * 4);
  }
  return data;
}
