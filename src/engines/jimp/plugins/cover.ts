// `image.cover({ w, h })`: like jimp's, the picture shrunk until it just covers a size, cut evenly on both sides. In one step,
// so that the cut may fall within a pixel.

import { type Area, bitmapOf, type HasBitmap } from '../../pixels/bitmap';
import { shrink as shrinkBitmap } from '../../pixels/shrink';
import type { ShrinkOptions } from './shrink';

/** Changes the size to one that is not larger in either direction. */
export function cover<I extends HasBitmap>(image: I, { w, h }: ShrinkOptions): I {
  const bitmap = bitmapOf(image);
  image.bitmap = shrinkBitmap(bitmap, centredArea(bitmap, w / h), { width: w, height: h });
  return image;
}

/** The largest centred area with this ratio of width to height. */
function centredArea({ width, height }: { width: number; height: number }, ratio: number): Area {
  const across = Math.min(width, height * ratio);
  const down = Math.min(height, width / ratio);
  return { left: (width - across) / 2, top: (height - down) / 2, width: across, height: down };
}
