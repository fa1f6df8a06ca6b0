// `image.flatten()`: lays a picture on white, as a JPEG has no transparency.

import { bitmapOf, flatten as flattenBitmap, type HasBitmap } from '../../pixels/bitmap';

export function flatten<I extends HasBitmap>(image: I): I {
  image.bitmap = flattenBitmap(bitmapOf(image));
  return image;
}
