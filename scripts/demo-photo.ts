// Draws a photo like one from a phone: 12 megapixels, stored sideways with the EXIF tag that says so. Its motif makes a
// wrong rotation easy to see.

import { Jimp } from 'jimp';

/** EXIF orientation (tag 0x0112): how to transform the stored pixels to show the picture upright. */
export type ExifOrientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Stored size in pixels; upright it is a portrait of 3000 by 4000. */
const stored = { width: 4000, height: 3000 };
const turnedRight: ExifOrientation = 6;
const quality = 80;

/** A JPEG of 4000 by 3000 stored pixels with EXIF orientation 6: a mug under a sun, on a table, with a little grain. */
export async function makeDemoPhoto(): Promise<Buffer> {
  const { width, height } = stored;
  const data = Buffer.allocUnsafe(width * height * 4);
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  let grain = 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      grain = (Math.imul(grain, 1664525) + 1013904223) >>> 0;
      // Orientation 6: the stored left edge is the upright top, the stored bottom the upright left.
      pixels[at] = uprightColour(height - 1 - y, x, grain >>> 28);
    }
  }
  const jpeg = await new Jimp({ data, width, height }).getBuffer('image/jpeg', { quality });
  return withExifOrientation(jpeg, turnedRight);
}

/** The upright picture's colour at a point, as 0xAABBGGRR. */
function uprightColour(x: number, y: number, grain: number): number {
  if (within(x, y, 2300, 700, 330)) return rgb(250, 205 + grain, 70);
  const inMug = x > 900 && x < 2000 && y > 1900 && y < 3200;
  if (inMug && y < 2020) return rgb(35, 60, 130 + grain);
  if (inMug) return rgb(225 + grain - ((x - 900) >> 4), 228 + grain - ((x - 900) >> 4), 220 + grain - ((x - 900) >> 5));
  if (within(x, y, 2050, 2550, 400) && !within(x, y, 2050, 2550, 270))
    return rgb(205 + grain, 208 + grain, 200 + grain);
  if (y > 3100) return rgb(120 + grain + ((y >> 5) & 1) * 12, 80 + grain, 45 + grain);
  return rgb(120 + (y >> 6) + grain, 165 + (y >> 6) + grain, 200 + grain);
}

function within(x: number, y: number, centreX: number, centreY: number, radius: number): boolean {
  return (x - centreX) ** 2 + (y - centreY) ** 2 < radius ** 2;
}

function rgb(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** The JPEG with an EXIF block after its start marker that holds this orientation only. */
export function withExifOrientation(jpeg: Buffer, orientation: ExifOrientation): Buffer {
  const startOfImageBytes = 2;
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4); // where the first directory begins
  tiff.writeUInt16BE(1, 8); // it has one entry:
  tiff.writeUInt16BE(0x0112, 10); // orientation
  tiff.writeUInt16BE(3, 12); // of type SHORT
  tiff.writeUInt32BE(1, 14); // one of them
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from('\xff\xe1\0\0Exif\0\0', 'latin1');
  head.writeUInt16BE(head.length - 2 + tiff.length, 2);
  return Buffer.concat([jpeg.subarray(0, startOfImageBytes), head, tiff, jpeg.subarray(startOfImageBytes)]);
}
