// Checks a source before it is decoded: whether it may be rendered, with which size and orientation.

import { accepted, type Result, refused } from '../shared/result';
import { swapsSides } from './headers/exif';
import { readPictureHeader } from './headers/header';
import type { PictureHeader } from './headers/header-result';
import type { PictureRefusal } from './picture';

/** Enough for every phone and most cameras. Decoded, each pixel takes 4 bytes, in more than one copy. */
const maxPixels = 50_000_000;
/** The longest side that a JPEG encoder accepts. */
const maxSide = 65_500;

export interface InspectedPicture extends PictureHeader {
  /** Size once the orientation is applied. */
  upright: { width: number; height: number };
}

/** Type, size and orientation of a source, or why it is refused. */
export function inspect(file: Uint8Array): Result<InspectedPicture, PictureRefusal> {
  const header = readPictureHeader(file);
  if (!header.ok) return header;
  const { width, height, orientation } = header.value;
  if (width * height > maxPixels) {
    const megapixels = (width * height) / 1e6;
    const detail = `${width} × ${height} is ${megapixels.toFixed(1)} megapixels; at most ${maxPixels / 1e6} are accepted.`;
    return refused('PICTURE.TOO_MANY_PIXELS', detail);
  }
  if (Math.max(width, height) > maxSide) {
    return refused('PICTURE.TOO_MANY_PIXELS', `${width} × ${height}: a side may have at most ${maxSide} pixels.`);
  }
  const upright = swapsSides(orientation) ? { width: height, height: width } : { width, height };
  return accepted({ ...header.value, upright });
}
