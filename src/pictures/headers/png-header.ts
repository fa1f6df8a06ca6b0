// Size and orientation of a PNG, read from its first chunk, the header (PNG third edition, 11.2.1), and an eXIf chunk.
// A few kilobytes of PNG can hold gigabytes of pixels, so nothing is inflated before the size is known.

import { accepted, refused } from '../../shared/result';
import { type Orientation, orientationOf } from './exif';
import type { HeaderResult } from './header-result';

const headerChunkBytes = 13;
const widthAt = 16;
const interlaceAt = 28;
const colourTypeAt = 25;
const headerEnd = widthAt + headerChunkBytes + 4;

const pixelsType = 0x49444154;
const exifType = 0x65584966;

/** Reads a file that begins with the PNG signature. */
export function readPngHeader(file: Uint8Array): HeaderResult {
  if (file.length < headerEnd) return refused('PICTURE.CORRUPT', 'The PNG is damaged: it ends within its header.');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const isHeader = view.getUint32(8) === headerChunkBytes && view.getUint32(12) === 0x49484452;
  const width = view.getUint32(widthAt);
  const height = view.getUint32(widthAt + 4);
  if (!isHeader || width === 0 || height === 0) {
    return refused('PICTURE.CORRUPT', 'The PNG is damaged: it states no size.');
  }
  const orientation = orientationBefore(file, view);
  const isInterlaced = view.getUint8(interlaceAt) === 1;
  // Colour types 0 and 4, with alpha.
  const colours = (view.getUint8(colourTypeAt) & 3) === 0 ? 'grey' : 'rgb';
  return accepted({ type: 'png', width, height, orientation, colours, ...(isInterlaced && { isInterlaced }) });
}

/** Only a chunk before the pixels counts, as in browsers. */
function orientationBefore(file: Uint8Array, view: DataView): Orientation {
  for (let at = headerEnd; at + 12 <= file.length; ) {
    const [length, type] = [view.getUint32(at), view.getUint32(at + 4)];
    if (type === exifType) return orientationOf(file.subarray(at + 8, at + 8 + length));
    if (type === pixelsType) return 1;
    at += 12 + length;
  }
  return 1;
}
