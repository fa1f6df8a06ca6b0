// Size of a PNG, read from the header chunk that has to come first (PNG third edition, 11.2.1): a few kilobytes of
// PNG can hold gigabytes of pixels, so nothing is unpacked before the size is known.

import { accepted, refused } from '../shared/result';
import type { HeaderResult } from './header-result';

const headerChunkBytes = 13;
const widthAt = 16;
const bytesNeeded = widthAt + headerChunkBytes;

/** Reads a file that begins with the PNG signature. Its upright size is its stored size: PNG photos carry no orientation. */
export function readPngHeader(file: Uint8Array): HeaderResult {
  if (file.length < bytesNeeded) return refused('PICTURE.CORRUPT', 'The PNG is damaged: it ends within its header.');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const isHeader = view.getUint32(8) === headerChunkBytes && view.getUint32(12) === 0x49484452;
  const width = view.getUint32(widthAt);
  const height = view.getUint32(widthAt + 4);
  if (!isHeader || width === 0 || height === 0) {
    return refused('PICTURE.CORRUPT', 'The PNG is damaged: it tells no size.');
  }
  return accepted({ type: 'png', width, height, orientation: 1 });
}
