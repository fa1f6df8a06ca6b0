// What decoding a picture takes, told by its header: a file of a hundred kilobytes can ask for a gigabyte, and what does not
// fit is better refused with advice than killed with the whole app.

import type { PictureRefusal } from '../pictures/picture';
import type { RenderTask } from '../pictures/rendering';
import { type Result, refused } from '../shared/result';

/**
 * Enough for 50 megapixels, but of a progressive JPEG for 40 with subsampled colours and 28 without, and of a WebP without
 * loss for 35. The app beside it takes up to 380 while it is busy, and is to stay under 700.
 */
export const mostMemoryMb = 300;

/** The refusal of a picture that takes more memory than there is; undefined when there is enough. */
export function refusedForMemory(task: RenderTask): Result<never, PictureRefusal> | undefined {
  const needMb = memoryMbOf(task);
  if (needMb <= mostMemoryMb) return undefined;
  const memory = `it takes ${needMb.toFixed(0)} MB to decode, and at most ${mostMemoryMb} are there`;
  const { width, height, type, decoderOverhead = 0 } = task;
  const kind = decoderOverhead < 1 ? '' : type === 'jpeg' ? ' in several scans' : ' without loss or with alpha';
  const advice = decoderOverhead < 1 ? 'send it smaller' : 'as a baseline JPEG it takes less';
  return refused('PICTURE.TOO_MANY_PIXELS', `${width} × ${height}${kind}: ${memory}; ${advice}.`);
}

/** MB for the file, which is in memory twice, its pixels, what its decoder keeps beside them, and the renditions made from it. */
export function memoryMbOf({ width, height, decoderOverhead = 0, plan, source }: RenderTask): number {
  const rendered = plan.reduce((sum, planned) => sum + planned.width * planned.height, 0);
  return (width * height * (4 + 2 * decoderOverhead) + rendered * 4 + source.length * 2) / 1e6;
}
