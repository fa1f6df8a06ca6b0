// `image.shrink({ w, h })`: shrinks a picture with Lanczos resampling, row by row.

import { bitmapOf, type HasBitmap, wholeOf } from '../../pixels/bitmap';
import { shrink as shrinkBitmap } from '../../pixels/shrink';

export interface ShrinkOptions {
  w: number;
  h: number;
}

/** Changes the size to one that is not larger. Pixels that have that size already stay shared. */
export function shrink<I extends HasBitmap>(image: I, { w, h }: ShrinkOptions): I {
  const bitmap = bitmapOf(image);
  image.bitmap = shrinkBitmap(bitmap, wholeOf(bitmap), { width: w, height: h });
  return image;
}
