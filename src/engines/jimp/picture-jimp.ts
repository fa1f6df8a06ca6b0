// The Jimp of this app: jimp's core with the formats and plugins that suit large photos. Whoever knows jimp knows it:
// docs/design.md, "Rendering", has an example.

import { createJimp } from '@jimp/core';
import { readPictureHeader } from '../../pictures/headers/header';
import type { PictureHeader } from '../../pictures/headers/header-result';
import { toSrgb } from '../colours/to-srgb';
import type { DecodeOptions } from './formats/decode-options';
import { gif } from './formats/gif';
import { jpeg } from './formats/jpeg';
import { png } from './formats/png';
import { webp } from './formats/webp';
import { cover } from './plugins/cover';
import { flatten } from './plugins/flatten';
import { shrink } from './plugins/shrink';
import { upright } from './plugins/upright';

/**
 * A picture in memory. `new PictureJimp(image.bitmap)` shares the pixels of another one: the plugins write into them only when
 * told to, and replace those of the picture they are called on.
 */
export const PictureJimp = createJimp({
  formats: [jpeg, webp, png, gif],
  plugins: [{ cover, flatten, shrink, upright }],
});
export type PictureJimp = InstanceType<typeof PictureJimp>;

const decoders = { jpeg: jpeg().decode, webp: webp().decode, png: png().decode, gif: gif().decode };

/**
 * Reads a JPEG, PNG, WebP or GIF and turns it upright, as in jimp. Jimp's own function would find type and orientation with
 * two more parsers, and turn no other files than JPEGs.
 * @throws Error that names what is wrong with the file.
 */
async function fromBuffer(file: Buffer | ArrayBuffer): Promise<PictureJimp> {
  const bytes = Buffer.isBuffer(file) ? file : Buffer.from(file);
  const header = readPictureHeader(bytes);
  if (!header.ok) throw new Error(header.detail);
  const image = await readAsStored(bytes, header.value);
  image.upright(header.value.orientation);
  return image;
}

// The types of jimp's generic class cannot be compared with themselves when optional properties are exact.
PictureJimp.fromBuffer = fromBuffer as typeof PictureJimp.fromBuffer;

/**
 * Reads a picture with its pixels in sRGB, where they are stored. Turn it upright after it was shrunk, when that costs a fraction.
 * @param header what `readPictureHeader` says of the file.
 * @throws Error that names the damage; RangeError when memory runs out, which says nothing about the file.
 */
export async function readAsStored(
  file: Buffer,
  header: PictureHeader,
  options: Omit<DecodeOptions, 'header'> = {},
): Promise<PictureJimp> {
  const { reduction = 1 } = options;
  const bitmap = await decoders[header.type](file, { ...options, header });
  const convert = await toSrgb(file, header);
  if (convert) await convert(bitmap.data);
  const isAsStated = isSide(bitmap.width, header.width) && isSide(bitmap.height, header.height);
  if (!isAsStated) throw new Error('its size differs from the one in its header.');
  const image = new PictureJimp(bitmap);
  image.mime = `image/${header.type}`;
  return image;

  /** A side that was reduced may have lost a part of a pixel. */
  function isSide(found: number, stated: number): boolean {
    return found === stated || (found < stated && (found + 1) * reduction > stated);
  }
}
