// JPEG as a format of jimp: MozJPEG in WebAssembly, which is several times faster than jimp's codec in JavaScript.

import { readPictureHeader } from '../../../pictures/headers/header';
import { decodeCmykJpeg } from '../../decode/cmyk-decoder';
import { decodeJpeg, encodeJpeg } from '../../decode/mozjpeg-codec';
import { bufferOf, type JimpBitmap } from '../../pixels/bitmap';
import type { DecodeOptions } from './decode-options';

export function jpeg() {
  return {
    mime: 'image/jpeg' as const,
    /** For jimp: it need not lay pixels on a background. What is transparent is ignored: call `flatten` first. */
    hasAlpha: true,
    encode: async (bitmap: JimpBitmap): Promise<Buffer> => bufferOf(await encodeJpeg(bitmap)),
    decode,
  };
}

/** @throws Error that names the damage. */
async function decode(file: Buffer, { header }: DecodeOptions = {}): Promise<JimpBitmap> {
  return isCmyk(file, header) ? decodeCmykJpeg(file) : decodeJpeg(file);
}

function isCmyk(file: Buffer, header: DecodeOptions['header']): boolean {
  if (header) return header.colours === 'cmyk';
  const read = readPictureHeader(file);
  return read.ok && read.value.colours === 'cmyk';
}
