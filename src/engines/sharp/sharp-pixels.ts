// The sharp operations between a source and its renditions: raw pixels that are shrunk and turned upright.

import type { Region, Sharp } from 'sharp';
import { type Orientation, swapsSides } from '../../pictures/headers/exif';
import type { PlannedRendition } from '../../pictures/renditions';

export type SharpLibrary = typeof import('sharp');

/** Eight bits per channel in sRGB: red, green, blue, and alpha when there are four. */
export interface SharpPixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** Runs a pipeline for at most `seconds`. @throws the libvips error about the picture. */
export async function pixelsOf(pipeline: Sharp, seconds: number): Promise<SharpPixels> {
  const srgb = pipeline.toColourspace('srgb').timeout({ seconds }).raw({ depth: 'uchar' });
  const { data, info } = await srgb.toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) throw new Error(`it has ${info.channels} channels.`);
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** A pipeline that starts with raw pixels. */
export function fromPixels(sharp: SharpLibrary, { data, width, height, channels }: SharpPixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** Shrinks an upright picture of size `from` to its planned size. */
export function shrinkTo(pipeline: Sharp, from: Size, { width, height, square }: PlannedRendition): Sharp {
  if (square) pipeline.extract(centredSquare(from));
  return pipeline.resize({ width, height, fit: 'fill', kernel: 'lanczos3' });
}

/** The same for a picture that is not yet turned upright. */
export function shrinkAsStored(
  pipeline: Sharp,
  from: Size,
  planned: PlannedRendition,
  orientation: Orientation,
): Sharp {
  const { width, height } = planned;
  return shrinkTo(pipeline, from, swapsSides(orientation) ? { ...planned, width: height, height: width } : planned);
}

interface Size {
  width: number;
  height: number;
}

/**
 * The square is cropped before shrinking: afterwards, sharp could only crop at whole pixels of the small picture, half a pixel
 * off for every 4:3 picture. If the centre falls within a pixel of the large picture, the square is one pixel narrower.
 */
function centredSquare({ width, height }: Size): Region {
  const side = Math.min(width, height);
  const odd = hasCentredSquare({ width, height }) ? 0 : 1;
  const across = width > height ? Math.max(1, side - odd) : side;
  const down = height > width ? Math.max(1, side - odd) : side;
  const [left, top] = [Math.floor((width - across) / 2), Math.floor((height - down) / 2)];
  return { left, top, width: across, height: down };
}

/** Whether the largest square leaves the same number of pixels on both sides. */
export function hasCentredSquare({ width, height }: Size): boolean {
  return (width - height) % 2 === 0;
}

/** The operations for each orientation (EXIF 2.3, 4.6.4 A), given that sharp mirrors first. */
const turns = {
  2: { angle: 0, flop: true },
  3: { angle: 180, flop: false },
  4: { angle: 180, flop: true },
  5: { angle: 270, flop: true },
  6: { angle: 90, flop: false },
  7: { angle: 90, flop: true },
  8: { angle: 270, flop: false },
} as const;

export function turnUpright(pipeline: Sharp, orientation: Exclude<Orientation, 1>): Sharp {
  const { angle, flop } = turns[orientation];
  return pipeline.rotate(angle).flop(flop);
}

export interface SharpRendition {
  planned: PlannedRendition;
  pixels: SharpPixels;
}
