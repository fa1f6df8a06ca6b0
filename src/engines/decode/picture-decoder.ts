// From a source of any type to its pixels, as the header promised them.

import { type Decoded, decoded } from '../../adapters/decoded';
import type { RenderTask } from '../../pictures/ports';
import type { Bitmap } from '../pixels/bitmap';
import { decodeCmykJpeg, decodeGif } from './jimp-decoder';
import { decodeJpeg } from './mozjpeg-codec';
import { decodePng } from './png-decoder';
import { decodeWebp } from './webp-decoder';

/** @throws RangeError when memory runs out. */
export async function decodePicture(task: RenderTask): Promise<Decoded> {
  const result = await decoded(() => pixelsOf(task));
  if (!result.ok) return result;
  const { width, height } = result.bitmap;
  if (width === task.width && height === task.height) return result;
  return { ok: false, reason: 'it has another size than its header tells.' };
}

function pixelsOf({ type, source, colours }: RenderTask): Promise<Bitmap> {
  if (type === 'png') return decodePng(source);
  if (type === 'webp') return decodeWebp(source);
  if (type === 'gif') return decodeGif(source);
  return colours === 'cmyk' ? decodeCmykJpeg(source) : decodeJpeg(source);
}
