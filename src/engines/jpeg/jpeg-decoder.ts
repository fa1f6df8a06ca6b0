// Decodes JPEGs with libjpeg-turbo, which leaves out what a smaller picture does not need.

import type { PictureHeader } from '../../pictures/headers/header-result';
import { bufferOf, type JimpBitmap } from '../pixels/bitmap';
import { DamageFound, type Turbo, withTurbo } from './turbo-instance';

/** TJPF_RGBA and TJPF_CMYK. */
const pixelFormats = { rgb: 7, cmyk: 11 } as const;
/** Warnings when a part of the picture is missing; others, such as stray bytes, are harmless. */
const damage = /premature end|bad huffman code/i;

/**
 * The pixels of a JPEG as stored: the caller applies the EXIF orientation.
 * @param header what `readPictureHeader` says of the file.
 * @param eighths in how many eighths of its size, 1 to 8; fractions of a pixel are rounded up.
 * @throws Error that names the damage.
 */
export function decodeJpeg(file: Uint8Array, header: PictureHeader, eighths: number): Promise<JimpBitmap> {
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
      const said = status === 0 ? '' : turbo.lastMessage();
      if (damage.test(said)) throw new Error(said);
      const pixels = bufferOf(new Uint8Array(turbo.memory.buffer, to, width * height * 4));
      if (header.colours === 'cmyk') inksToColours(pixels);
      // A large instance is not used again, so its pixels need not be copied.
      const data = isLarge() ? pixels : Buffer.from(Uint8Array.from(pixels).buffer);
      for (const address of [source, to]) turbo.free(address);
      turbo.tjDestroy(handle);
      return { data, width, height };
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

/**
 * Converts CMYK in place by the plain formula, ignoring colour profiles. Inks are stored inverted, as Adobe does, so that 255
 * is none; a file that does not state how it stores them is treated like one of Adobe's, as in browsers.
 */
function inksToColours(pixels: Uint8Array): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const black = pixels[at + 3] ?? 0;
    pixels[at] = ((pixels[at] ?? 0) * black) / 255 + 0.5;
    pixels[at + 1] = ((pixels[at + 1] ?? 0) * black) / 255 + 0.5;
    pixels[at + 2] = ((pixels[at + 2] ?? 0) * black) / 255 + 0.5;
    pixels[at + 3] = 255;
  }
}
