// Decodes JPEGs with libjpeg-turbo, which leaves out what a smaller picture does not need.

import type { PictureHeader } from '../../pictures/headers/header-result';
import { findJpegPixels } from '../../pictures/headers/jpeg-pixels';
import { bufferOf, type JimpBitmap } from '../pixels/bitmap';
import { DamageFound, type Turbo, withTurbo } from './turbo-instance';

/** TJPF_RGBA and TJPF_CMYK. */
const pixelFormats = { grey: 7, rgb: 7, cmyk: 11 } as const;

export interface JpegDecoding {
  /** In how many eighths of its size, 1 to 8; fractions of a pixel are rounded up. */
  eighths: number;
  /** Whether the pixels may stay in the decoder's memory, where they are valid until the thread decodes the next JPEG. */
  borrow: boolean;
}

/**
 * The pixels of a JPEG as stored: the caller applies the EXIF orientation and converts the colours. CMYK comes as four inks,
 * 255 for none, as Adobe stores them; a file that does not say how it stores them is treated like one of Adobe's, as in browsers.
 * @param header what `readPictureHeader` says of the file.
 * @throws Error that names the damage.
 */
export async function decodeJpeg(file: Uint8Array, header: PictureHeader, decoding: JpegDecoding): Promise<JimpBitmap> {
  const { bitmap, hasWarned } = await decodeAnyhow(file, header, decoding);
  if (!hasWarned) return bitmap;
  const found = await findJpegPixels(file);
  if (!found.ok) throw new Error(found.reason);
  return bitmap;
}

/** The decoder warns of the first oddity only, which may be harmless or hide damage. */
function decodeAnyhow(
  file: Uint8Array,
  header: PictureHeader,
  { eighths, borrow }: JpegDecoding,
): Promise<{ bitmap: JimpBitmap; hasWarned: boolean }> {
  return withTurbo((turbo, isLarge) => {
    const handle = turbo.tjInitDecompress();
    const source = allocate(turbo, file.length);
    new Uint8Array(turbo.memory.buffer, source, file.length).set(file);
    try {
      checkSize(turbo, handle, source, file.length, header);
      const [width, height] = [scaled(header.width, eighths), scaled(header.height, eighths)];
      const to = allocate(turbo, width * height * 4);
      const format = pixelFormats[header.colours];
      const status = turbo.tjDecompress2(handle, source, file.length, to, width, width * 4, height, format, 0);
      const pixels = bufferOf(new Uint8Array(turbo.memory.buffer, to, width * height * 4));
      turbo.free(source);
      turbo.tjDestroy(handle);
      turbo.freeNextTime(to);
      // A large instance is not used again, so its pixels need not be copied.
      const data = borrow || isLarge() ? pixels : bufferOf(new Uint8Array(pixels));
      return { bitmap: { data, width, height }, hasWarned: status !== 0 };
    } catch (error) {
      throw error instanceof DamageFound ? new Error(turbo.lastMessage(), { cause: error }) : error;
    }
  });
}

function scaled(side: number, eighths: number): number {
  return Math.ceil((side * eighths) / 8);
}

function allocate(turbo: Turbo, bytes: number): number {
  const address = turbo.malloc(bytes);
  if (address === 0) throw new RangeError('The decoder ran out of memory.');
  return address;
}

/** The decoder has to see what was seen before memory was set aside. */
function checkSize(
  turbo: Turbo,
  handle: number,
  source: number,
  bytes: number,
  { width, height }: PictureHeader,
): void {
  const numbers = allocate(turbo, 16);
  // Width, height, subsampling and colour space. Its status says no more than that there was a warning.
  turbo.tjDecompressHeader3(handle, source, bytes, numbers, numbers + 4, numbers + 8, numbers + 12);
  const [foundWidth, foundHeight] = new Uint32Array(turbo.memory.buffer, numbers, 2);
  turbo.free(numbers);
  if (foundWidth !== width || foundHeight !== height) throw new Error('its size differs from the one in its header.');
}
