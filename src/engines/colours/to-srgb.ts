// Converts pictures to sRGB by their embedded profiles. One that is as good as sRGB converts nothing, and one that cannot be used
// is ignored, as in browsers.

import type { PictureHeader } from '../../pictures/headers/header-result';
import { embeddedProfile } from './embedded-profile';
import { type ProfileSpace, withProfile } from './little-cms';
import { inksToColours } from './press-inks';

/** Converts RGBA pixels in place, or inks (255 for none) to RGBA. */
export type ToSrgb = (pixels: Uint8Array) => Promise<void>;

/** Differences that rounding makes. */
const sameWithin = 1;

/** How to convert the decoded pixels of a file, in any size; undefined when they are in sRGB. */
export async function toSrgb(file: Uint8Array, header: PictureHeader): Promise<ToSrgb | undefined> {
  const profile = embeddedProfile(file, header.type);
  const convert = profile && (await byProfile(profile, header.colours));
  if (convert || header.colours !== 'cmyk') return convert;
  return async (pixels) => inksToColours(pixels);
}

async function byProfile(profile: Uint8Array, colours: ProfileSpace): Promise<ToSrgb | undefined> {
  try {
    if (colours === 'grey') return await byTable(profile);
    const isUseful = await withProfile(
      profile,
      colours,
      (convert) => colours === 'cmyk' || changes(convert, sampleColours),
    );
    if (!isUseful) return undefined;
  } catch (cause) {
    // Whoever crafts a profile can make the library fail; nothing else depends on its instance.
    if (cause instanceof RangeError) throw cause;
    return undefined;
  }
  return async (pixels) => {
    await withProfile(profile, colours, (convert) => convert(pixels, pixels));
    if (colours === 'cmyk') for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  };
}

/** A grey picture has 256 colours, which were decoded to RGBA. */
async function byTable(profile: Uint8Array): Promise<ToSrgb | undefined> {
  const shades = Uint8Array.from({ length: 256 }, (_, shade) => shade);
  const table = await withProfile(profile, 'grey', (convert) => {
    const colours = new Uint8Array(256 * 4);
    convert(shades, colours);
    return colours;
  });
  if (!table || shades.every((shade) => [0, 1, 2].every((at) => isSame(table[shade * 4 + at], shade))))
    return undefined;
  return async (pixels) => {
    for (let at = 0; at < pixels.length; at += 4) {
      const from = (pixels[at] ?? 0) * 4;
      pixels[at] = table[from] ?? 0;
      pixels[at + 1] = table[from + 1] ?? 0;
      pixels[at + 2] = table[from + 2] ?? 0;
    }
  };
}

const steps = [0, 32, 64, 96, 128, 160, 192, 224, 255];
const sampleColours = Uint8Array.from(
  steps.flatMap((red) => steps.flatMap((green) => steps.flatMap((blue) => [red, green, blue, 255]))),
);

function changes(convert: (from: Uint8Array, to: Uint8Array) => void, colours: Uint8Array): boolean {
  const converted = Uint8Array.from(colours);
  convert(colours, converted);
  return !colours.every((value, at) => isSame(converted[at], value));
}

function isSame(one = 0, other = 0): boolean {
  return Math.abs(one - other) <= sameWithin;
}
