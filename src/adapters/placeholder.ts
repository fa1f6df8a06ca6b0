// What stands in a picture's place while it loads: a ThumbHash, 25 bytes that keep its colours, shapes and transparency.

import { Jimp } from 'jimp';
import type { Bitmap } from './bitmap';

/** The largest side that the hash is made for. */
const hashedSide = 100;

/** The ThumbHash of a picture in Base64. */
export async function placeholderOf(bitmap: Bitmap): Promise<string> {
  const { rgbaToThumbHash } = await import('thumbhash');
  const image = new Jimp({ ...bitmap });
  if (Math.max(bitmap.width, bitmap.height) > hashedSide) image.scaleToFit({ w: hashedSide, h: hashedSide });
  const { width, height, data } = image.bitmap;
  return Buffer.from(rgbaToThumbHash(width, height, data)).toString('base64');
}
