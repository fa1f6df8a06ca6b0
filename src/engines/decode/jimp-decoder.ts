// Decodes with jimp what the WebAssembly codecs do not support: GIF (the first frame on its canvas) and CMYK JPEG. Jimp is
// loaded on demand, since it takes memory.

import { findGifPixels } from '../../pictures/headers/gif-codes';
import { readGifLayout } from '../../pictures/headers/gif-layout';
import { type Bitmap, isOpaque } from '../pixels/bitmap';

/** Jimp's decoder keeps each block of a JPEG as an object: 70 bytes per pixel. */
const jpegMemoryMb = 600;
/** An APP14 segment (Adobe, transform 0): CMYK values stored inverted, so that 255 means no ink. */
const adobeSegment = Buffer.from('\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0', 'latin1');

type Decode = (file: Buffer, options?: { maxMemoryUsageInMB: number }) => Pixels | Promise<Pixels>;
type Pixels = Pick<Bitmap, 'data' | 'width' | 'height'>;

/** @throws Error that names the damage. */
export async function decodeGif(file: Uint8Array): Promise<Bitmap> {
  const layout = readGifLayout(file);
  if (typeof layout === 'string') throw new Error(layout);
  const found = await findGifPixels(file, layout);
  if (!found.ok) throw new Error(found.reason);
  const { data, width, height } = await (await decoderOf('image/gif'))(bufferOf(file));
  return { data, width, height, opaque: isOpaque(data) };
}

/**
 * Converts CMYK to RGB by the plain formula, ignoring colour profiles. A file that does not state how it stores its
 * inks is treated like one of Adobe's, as browsers do.
 * @throws Error that names the damage.
 */
export async function decodeCmykJpeg(file: Uint8Array): Promise<Bitmap> {
  const options = { maxMemoryUsageInMB: jpegMemoryMb };
  const { data, width, height } = await (await decoderOf('image/jpeg'))(withAdobeSegment(file), options);
  return { data, width, height, opaque: true };
}

/** The segment comes first, so that the file's own segment overrides it. */
function withAdobeSegment(file: Uint8Array): Buffer {
  return Buffer.concat([file.subarray(0, 2), adobeSegment, file.subarray(2)]);
}

async function decoderOf(type: string): Promise<Decode> {
  const { defaultFormats } = await import('jimp');
  const format = defaultFormats.map((make) => make()).find(({ mime }) => mime === type);
  if (!format) throw new TypeError(`Jimp does not support ${type}.`);
  // The decoders of other types have other options.
  return format.decode as Decode;
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
