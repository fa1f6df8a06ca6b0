// What no codec in WebAssembly decodes, jimp does: GIF (the first frame, on its canvas) and JPEG in CMYK. Jimp takes
// memory for being there, so it is loaded with the first of them.

import { type Bitmap, isOpaque } from './bitmap';

/** Jimp's decoder keeps each block of a JPEG as an object: 60 bytes a pixel. */
const jpegMemoryMb = 600;

type Decode = (file: Buffer, options?: { maxMemoryUsageInMB: number }) => Pixels | Promise<Pixels>;
type Pixels = Pick<Bitmap, 'data' | 'width' | 'height'>;

/** @throws Error that tells what is damaged. */
export async function decodeGif(file: Uint8Array): Promise<Bitmap> {
  const { data, width, height } = await (await decoderOf('image/gif'))(bufferOf(file));
  return { data, width, height, opaque: isOpaque(data) };
}

/**
 * Colours of inks become those of a screen by the plain formula, whatever profile the file has.
 * @throws Error that tells what is damaged.
 */
export async function decodeCmykJpeg(file: Uint8Array): Promise<Bitmap> {
  const options = { maxMemoryUsageInMB: jpegMemoryMb };
  const { data, width, height } = await (await decoderOf('image/jpeg'))(bufferOf(file), options);
  return { data, width, height, opaque: true };
}

async function decoderOf(type: string): Promise<Decode> {
  const { defaultFormats } = await import('jimp');
  const format = defaultFormats.map((make) => make()).find(({ mime }) => mime === type);
  if (!format) throw new TypeError(`Jimp comes without ${type}.`);
  // The decoders of other types know other options.
  return format.decode as Decode;
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
