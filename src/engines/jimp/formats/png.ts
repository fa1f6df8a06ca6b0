// PNG as a format of jimp: decoded row by row, as libraries keep whole pictures in between. Jimp's own encodes.

import { decodePng } from '../../decode/png-decoder';
import type { JimpBitmap } from '../../pixels/bitmap';
import type { DecodeOptions } from './decode-options';

export function png() {
  return {
    mime: 'image/png' as const,
    hasAlpha: true,
    encode: async (bitmap: JimpBitmap): Promise<Buffer> => (await jimpPng()).encode(bitmap),
    decode: (file: Buffer, { reduction = 1 }: DecodeOptions = {}) => decodePng(file, reduction),
  };
}

/** Loaded on demand, since the app writes no PNGs. */
async function jimpPng() {
  const { default: makePng } = await import('@jimp/js-png');
  return makePng();
}
