// JPEG as a format of jimp: libjpeg-turbo and a kernel of our own in WebAssembly, many times faster than jimp's in JavaScript.

import { readPictureHeader } from '../../../pictures/headers/header';
import type { PictureHeader } from '../../../pictures/headers/header-result';
import { decodeJpeg } from '../../jpeg/jpeg-decoder';
import { encodeJpeg } from '../../jpeg/jpeg-encoder';
import type { JimpBitmap } from '../../pixels/bitmap';
import { jpegEighths } from '../../reduction';
import type { DecodeOptions } from './decode-options';

/** libjpeg's scale. Looks like 80 of other encoders, as its table treats fine detail better (docs/decisions.md). */
const usualQuality = 78;

export interface JpegOptions {
  /** 1 to 100, on libjpeg's scale. */
  quality?: number;
}

export function jpeg() {
  return {
    mime: 'image/jpeg' as const,
    /** For jimp: it need not lay pixels on a background. What is transparent is ignored: call `flatten` first. */
    hasAlpha: true,
    encode: (bitmap: JimpBitmap, { quality = usualQuality }: JpegOptions = {}): Buffer => encodeJpeg(bitmap, quality),
    decode: (file: Buffer, { header = headerOf(file), reduction = 1, borrow = false }: DecodeOptions = {}) =>
      decodeJpeg(file, header, { eighths: jpegEighths(reduction), borrow }),
  };
}

function headerOf(file: Buffer): PictureHeader {
  const read = readPictureHeader(file);
  if (!read.ok) throw new Error(read.detail);
  return read.value;
}
