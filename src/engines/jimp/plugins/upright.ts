// `image.upright(orientation)`: turns and mirrors a picture as its EXIF orientation says.

import type { Orientation } from '../../../pictures/headers/exif';
import { bitmapOf, type HasBitmap, turnUpright } from '../../pixels/bitmap';

export function upright<I extends HasBitmap>(image: I, orientation: Orientation): I {
  image.bitmap = turnUpright(bitmapOf(image), orientation);
  return image;
}
