// Estimates from the header how much memory decoding takes: a file of a hundred kilobytes can need a gigabyte, and it is
// better to refuse it, with advice, than to let it crash the app.

import type { PictureRefusal } from '../pictures/picture';
import type { RenderTask } from '../pictures/rendering';
import { type Result, refused } from '../shared/result';
import { halvings, jpegEighths, possibleReduction } from './reduction';

/**
 * Enough for 50 megapixels; of a progressive JPEG without subsampled colours for 30, or 22 in CMYK; of a lossless WebP
 * for 35. The rest of a busy app takes up to 380 MB, and the total should stay below 700 MB.
 */
export const maxMemoryMb = 300;

/** The refusal of a picture that needs more than `maxMemoryMb`; undefined when it fits. */
export function memoryRefusal(task: RenderTask): Result<never, PictureRefusal> | undefined {
  const needMb = memoryMbOf(task);
  if (needMb <= maxMemoryMb) return undefined;
  const memory = `it takes ${needMb.toFixed(0)} MB to decode, and at most ${maxMemoryMb} MB are available`;
  const { width, height, type, decoderOverhead = 0 } = task;
  const kind = decoderOverhead < 1 ? '' : type === 'jpeg' ? ' in several scans' : ' lossless or with alpha';
  const advice = decoderOverhead < 1 ? 'send a smaller one' : 'a baseline JPEG takes less';
  return refused('PICTURE.TOO_MANY_PIXELS', `${width} × ${height}${kind}: ${memory}; ${advice}.`);
}

/** MB for the file, which is in memory twice, its pixels, the decoder's overhead, and the renditions made from it. */
export function memoryMbOf(task: RenderTask): number {
  const { width, height, decoderOverhead = 0, plan, source } = task;
  const rendered = plan.reduce((sum, planned) => sum + planned.width * planned.height, 0);
  const values = width * height * 2 * decoderOverhead;
  return (decodedPixels(task) * 4 + values + rendered * 4 + source.length * 2) / 1e6;
}

/** How many pixels come out of the decoder: of a JPEG or PNG no more than the renditions need. */
function decodedPixels(task: RenderTask): number {
  const { type, width, height, isInterlaced } = task;
  const reduction = possibleReduction(task);
  if (type === 'jpeg') return width * height * (jpegEighths(reduction) / 8) ** 2;
  if (type === 'png' && !isInterlaced) return (width * height) / 4 ** halvings(reduction);
  return width * height;
}
