// What stands in a picture's place while it loads: a ThumbHash, 25 bytes that keep its colours, shapes and transparency.

import type { Bitmap } from './bitmap';
import { shrink } from './shrink';

/** The largest side that the hash is made for. */
const hashedSide = 100;

/** The ThumbHash of a whole picture in Base64. */
export async function placeholderOf(bitmap: Bitmap): Promise<string> {
  const { rgbaToThumbHash } = await import('thumbhash');
  const scale = Math.min(1, hashedSide / Math.max(bitmap.width, bitmap.height));
  const [w, h] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const whole = { left: 0, top: 0, width: bitmap.width, height: bitmap.height };
  const { width, height, data } = shrink(bitmap, whole, w ?? 1, h ?? 1);
  return Buffer.from(rgbaToThumbHash(width, height, data)).toString('base64');
}
