// JPEGs for tests: any size, with or without an EXIF orientation, with four coloured quarters that show their rotation.

import { Jimp } from 'jimp';
import { type ExifOrientation, withExifOrientation } from '../../scripts/demo-photo';

export interface JpegOptions {
  /** Stored size in pixels, before any orientation is applied. */
  width: number;
  height: number;
  /** Absent: the JPEG has no EXIF block. */
  orientation?: ExifOrientation;
}

/** Colours of the stored picture's quarters, as [red, green, blue]. */
export const quarters = {
  topLeft: [220, 30, 30],
  topRight: [30, 200, 30],
  bottomLeft: [30, 30, 220],
  bottomRight: [230, 220, 40],
} as const;

/** A cache, because encoding is slow in Jest. */
const encoded = new Map<string, Promise<Buffer>>();

/** A JPEG of four coloured quarters. */
export async function makeJpeg({ width, height, orientation }: JpegOptions): Promise<Buffer> {
  const size = `${width}×${height}`;
  const jpeg = encoded.get(size) ?? quarteredImage(width, height).getBuffer('image/jpeg', { quality: 90 });
  encoded.set(size, jpeg);
  return orientation === undefined ? Buffer.from(await jpeg) : withExifOrientation(await jpeg, orientation);
}

function quarteredImage(width: number, height: number) {
  const { topLeft, topRight, bottomLeft, bottomRight } = quarters;
  const row = (left: readonly number[], right: readonly number[]) => {
    const half = Math.ceil(width / 2) * 4;
    return Buffer.alloc(width * 4, Buffer.from([...right, 255])).fill(Buffer.from([...left, 255]), 0, half);
  };
  const top = Math.ceil(height / 2);
  const rows = [Array(top).fill(row(topLeft, topRight)), Array(height - top).fill(row(bottomLeft, bottomRight))];
  return new Jimp({ data: Buffer.concat(rows.flat()), width, height });
}
