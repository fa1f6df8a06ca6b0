// The steps of sharp between a source and its renditions: pixels without any container, made smaller and turned upright.

import type { Region, Sharp } from 'sharp';
import { type Orientation, swapsSides } from '../../pictures/headers/exif';
import type { PlannedRendition } from '../../pictures/renditions';

export type SharpLibrary = typeof import('sharp');

/** Eight bits a channel in sRGB: red, green, blue, and alpha where there are four. */
export interface SharpPixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** Ends a pipeline that has worked for `seconds`. @throws what libvips says about the picture. */
export async function pixelsOf(pipeline: Sharp, seconds: number): Promise<SharpPixels> {
  const srgb = pipeline.toColourspace('srgb').timeout({ seconds }).raw({ depth: 'uchar' });
  const { data, info } = await srgb.toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) throw new Error(`it has ${info.channels} channels.`);
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** A pipeline that begins with pixels. */
export function fromPixels(sharp: SharpLibrary, { data, width, height, channels }: SharpPixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** The planned size of a picture of size `from` that lies as the plan has it. */
export function shrunk(pipeline: Sharp, from: Size, { width, height, square }: PlannedRendition): Sharp {
  if (square) pipeline.extract(centredSquare(from));
  return pipeline.resize({ width, height, fit: 'fill', kernel: 'lanczos3' });
}

/** The planned size of a picture of size `from` that is still as it was stored. */
export function shrunkAsStored(
  pipeline: Sharp,
  from: Size,
  planned: PlannedRendition,
  orientation: Orientation,
): Sharp {
  const { width, height } = planned;
  return shrunk(pipeline, from, swapsSides(orientation) ? { ...planned, width: height, height: width } : planned);
}

interface Size {
  width: number;
  height: number;
}

/**
 * Cut out before it is shrunk: what sharp cuts afterwards begins at a whole pixel of the small picture, half a pixel off for
 * every picture of 4:3. Where the middle lies within a pixel of the large one, it is left out.
 */
function centredSquare({ width, height }: Size): Region {
  const side = Math.min(width, height);
  const odd = hasCentredSquare({ width, height }) ? 0 : 1;
  const across = width > height ? Math.max(1, side - odd) : side;
  const down = height > width ? Math.max(1, side - odd) : side;
  const [left, top] = [Math.floor((width - across) / 2), Math.floor((height - down) / 2)];
  return { left, top, width: across, height: down };
}

/** Whether the largest square has the same number of pixels on either side. */
export function hasCentredSquare({ width, height }: Size): boolean {
  return (width - height) % 2 === 0;
}

/** What each orientation asks for (EXIF 2.3, 4.6.4 A), to be done by sharp, which mirrors first. */
const turns = {
  2: { angle: 0, flop: true },
  3: { angle: 180, flop: false },
  4: { angle: 180, flop: true },
  5: { angle: 270, flop: true },
  6: { angle: 90, flop: false },
  7: { angle: 90, flop: true },
  8: { angle: 270, flop: false },
} as const;

export function turnedUpright(pipeline: Sharp, orientation: Exclude<Orientation, 1>): Sharp {
  const { angle, flop } = turns[orientation];
  return pipeline.rotate(angle).flop(flop);
}

export interface SharpPainted {
  planned: PlannedRendition;
  pixels: SharpPixels;
}
