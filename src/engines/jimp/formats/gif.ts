// GIF as a format of jimp: jimp's own, behind a check that the file has all pixels of its first frame.

import { findGifPixels } from '../../../pictures/headers/gif-codes';
import { readGifLayout } from '../../../pictures/headers/gif-layout';
import { upToFirstFrame } from '../../decode/gif-first-frame';
import type { JimpBitmap } from '../../pixels/bitmap';

export function gif() {
  return {
    mime: 'image/gif' as const,
    hasAlpha: true,
    encode: async (bitmap: JimpBitmap): Promise<Buffer> => (await jimpGif()).encode(bitmap),
    decode,
  };
}

/** The first frame on its canvas. @throws Error that names the damage. */
async function decode(file: Buffer): Promise<JimpBitmap> {
  const layout = readGifLayout(file);
  if (typeof layout === 'string') throw new Error(layout);
  const found = await findGifPixels(file, layout);
  if (!found.ok) throw new Error(found.reason);
  // Later frames are not needed, and jimp's decoder refuses what is wrong with them.
  const { data, width, height } = await (await jimpGif()).decode(upToFirstFrame(file, found.endAt));
  return { data, width, height };
}

/** Loaded on demand, since it takes memory and GIFs are rare. */
async function jimpGif() {
  const { default: makeGif } = await import('@jimp/js-gif');
  return makeGif();
}
