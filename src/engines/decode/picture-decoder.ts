// Decodes a source of any type and checks that its size is the one in the header.

import type { RenderTask } from '../../pictures/rendering';
import type { Bitmap } from '../pixels/bitmap';
import { decodeCmykJpeg, decodeGif } from './jimp-decoder';
import { decodeJpeg } from './mozjpeg-codec';
import { decodePng } from './png-decoder';
import { decodeWebp } from './webp-decoder';

/** @throws RangeError when memory runs out. */
export async function decodePicture(task: RenderTask): Promise<Decoded> {
  const result = await tryDecode(() => pixelsOf(task));
  if (!result.ok) return result;
  const { width, height } = result.bitmap;
  if (width === task.width && height === task.height) return result;
  return { ok: false, reason: 'its size differs from the one in its header.' };
}

function pixelsOf({ type, source, colours }: RenderTask): Promise<Bitmap> {
  if (type === 'png') return decodePng(source);
  if (type === 'webp') return decodeWebp(source);
  if (type === 'gif') return decodeGif(source);
  return colours === 'cmyk' ? decodeCmykJpeg(source) : decodeJpeg(source);
}

export type Decoded = { ok: true; bitmap: Bitmap } | { ok: false; reason: string };

/**
 * Runs a decoder that throws when the file is damaged.
 * @throws RangeError when memory runs out, which says nothing about the file.
 */
export async function tryDecode(decode: () => Bitmap | Promise<Bitmap>): Promise<Decoded> {
  try {
    return { ok: true, bitmap: await decode() };
  } catch (error) {
    if (isOutOfMemory(error)) throw new RangeError('The decoder ran out of memory.', { cause: error });
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** V8 throws a RangeError and Emscripten aborts. A RangeError with a `code` is Node's error for a read past the end of the file. */
function isOutOfMemory(error: unknown): boolean {
  if (error instanceof RangeError) return !('code' in error) && /alloc|length|memory/i.test(error.message);
  return /out of memory|OOM|Cannot enlarge memory/i.test(String(error));
}
