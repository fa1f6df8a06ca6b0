// What no codec in WebAssembly decodes, jimp does: GIF (the first frame, on its canvas) and JPEG in CMYK. Jimp takes
// memory for being there, so it is loaded with the first of them.

import { findGifPixels } from '../../pictures/headers/gif-codes';
import { readGifLayout } from '../../pictures/headers/gif-layout';
import { type Bitmap, isOpaque } from '../pixels/bitmap';

/** Jimp's decoder keeps each block of a JPEG as an object: 70 bytes a pixel. */
const jpegMemoryMb = 600;
/** The segment APP14 that tells of inks as they are, 255 being none. */
const plainInks = Buffer.from('\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0', 'latin1');

type Decode = (file: Buffer, options?: { maxMemoryUsageInMB: number }) => Pixels | Promise<Pixels>;
type Pixels = Pick<Bitmap, 'data' | 'width' | 'height'>;

/** @throws Error that tells what is damaged. */
export async function decodeGif(file: Uint8Array): Promise<Bitmap> {
  const layout = readGifLayout(file);
  if (typeof layout === 'string') throw new Error(layout);
  const found = await findGifPixels(file, layout);
  if (!found.ok) throw new Error(found.reason);
  const { data, width, height } = await (await decoderOf('image/gif'))(bufferOf(file));
  return { data, width, height, opaque: isOpaque(data) };
}

/**
 * Colours of inks become those of a screen by the plain formula, whatever profile the file has. A file that does not
 * tell how it stores its inks is taken for one of Adobe's, as browsers do.
 * @throws Error that tells what is damaged.
 */
export async function decodeCmykJpeg(file: Uint8Array): Promise<Bitmap> {
  const options = { maxMemoryUsageInMB: jpegMemoryMb };
  const { data, width, height } = await (await decoderOf('image/jpeg'))(withInksTold(file), options);
  return { data, width, height, opaque: true };
}

/** The marker comes first, so that one of the file's own replaces it. */
function withInksTold(file: Uint8Array): Buffer {
  return Buffer.concat([file.subarray(0, 2), plainInks, file.subarray(2)]);
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
