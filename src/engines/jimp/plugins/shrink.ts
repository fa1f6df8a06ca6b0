// `image.shrink({ w, h })`: shrinks a picture with Lanczos resampling, row by row.

import { bitmapOf, type HasBitmap, wholeOf } from '../../pixels/bitmap';
import { shrink as shrinkBitmap } from '../../pixels/shrink';

export interface ShrinkOptions {
  w: number;
  h: number;
  /** Whether every pixel is opaque, for whoever knows; otherwise it is looked up. */
  opaque?: boolean;
}

/** Changes the size to one that is not larger. Pixels that have that size already stay shared. */
export function shrink<I extends HasBitmap>(image: I, { w, h, opaque }: ShrinkOptions): I {
  const bitmap = bitmapOf(image, opaque);
  image.bitmap = shrinkBitmap(bitmap, wholeOf(bitmap), { width: w, height: h });
  return image;
}
