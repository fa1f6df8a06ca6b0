// Detects which of the four colours of a drawn photo is in which quarter, and so its rotation.

import { defaultFormats } from 'jimp';
import { quarters } from '../helpers/jpeg';

type Quarter = keyof typeof quarters;

/** The quarters as displayed, row by row, for each EXIF orientation (EXIF 2.3, 4.6.4 A). */
const seen: Record<number, string> = {
  1: 'abcd',
  2: 'badc',
  3: 'dcba',
  4: 'cdab',
  5: 'acbd',
  6: 'cadb',
  7: 'dbca',
  8: 'bdac',
};

const letters: Record<string, Quarter> = { a: 'topLeft', b: 'topRight', c: 'bottomLeft', d: 'bottomRight' };

/** The quarters of an upright rendition of a photo with this orientation. */
export function seenQuarters(orientation: number): (Quarter | undefined)[] {
  return [...(seen[orientation] ?? '')].map((letter) => letters[letter]);
}

/** The quarters of a JPEG, decoded with a codec that the app does not use. */
export async function quartersOf(jpeg: Buffer): Promise<(Quarter | undefined)[]> {
  const codec = defaultFormats.map((format) => format()).find(({ mime }) => mime === 'image/jpeg');
  if (!codec) throw new Error('jimp has no codec for JPEG.');
  const { width, height, data } = await codec.decode(jpeg);
  const at = (x: number, y: number) => {
    const pixel = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
    return nearest([...data.subarray(pixel, pixel + 3)]);
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
}

/** JPEG changes colours slightly. */
function nearest(colour: number[]): Quarter | undefined {
  const isNear = (other: readonly number[]) => other.every((value, at) => Math.abs(value - (colour[at] ?? -99)) < 12);
  return (Object.keys(quarters) as Quarter[]).find((quarter) => isNear(quarters[quarter]));
}
