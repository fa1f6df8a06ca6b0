// Reads a JPEG's size and orientation without a picture library, so that checks do not depend on the code that made the
// picture.

import { exifOrientation } from './exif-orientation';
import type { PictureHeader } from './upright-size';

/** @throws unless the bytes are a JPEG with a frame header. */
export function readJpegHeader(bytes: Buffer): PictureHeader {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) throw new Error('not a JPEG');
  let orientation: number | undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes.readUInt8(at + 1);
    const segment = bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2));
    if (marker === 0xe1) orientation ??= orientationOfSegment(segment);
    if (isFrame(marker)) {
      const size = { width: segment.readUInt16BE(3), height: segment.readUInt16BE(1) };
      return orientation === undefined ? size : { ...size, orientation };
    }
    at += 4 + segment.length;
  }
  throw new Error('a JPEG without a frame header');
}

/** SOF0 to SOF15, except the three markers in that range that are not frame headers. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function orientationOfSegment(segment: Buffer): number | undefined {
  return segment.toString('latin1', 0, 6) === 'Exif\0\0' ? exifOrientation(segment.subarray(6)) : undefined;
}
