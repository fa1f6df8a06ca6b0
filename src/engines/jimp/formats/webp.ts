// WebP as a format of jimp, which has none: Google's codec in WebAssembly.

import { encodeWebp } from '../../decode/webp-codec';
import { decodeWebp } from '../../decode/webp-decoder';
import { bufferOf, type JimpBitmap } from '../../pixels/bitmap';
import type { DecodeOptions } from './decode-options';

export function webp() {
  return {
    mime: 'image/webp' as const,
    hasAlpha: true,
    encode: async (bitmap: JimpBitmap): Promise<Buffer> => bufferOf(await encodeWebp(bitmap)),
    decode: (file: Buffer, { borrow = false }: DecodeOptions = {}) => decodeWebp(file, borrow),
  };
}
