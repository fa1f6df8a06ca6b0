// Jimp's PNG decoder unpacks the data of an interlaced file without any bound, and 20 MiB can be made to hold 20 GB.
// So it is unpacked here once before, as far as its header allows (PNG third edition, 8.1 and 11.2.1).

import { inflateSync } from 'node:zlib';

const firstChunkAt = 8;
const channelsOfColourType: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Whether more is packed in an interlaced PNG than its picture needs. The file has a whole header. */
export function holdsTooMuchData(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bitDepth, colourType, isInterlaced] = [view.getUint8(24), view.getUint8(25), view.getUint8(28) !== 0];
  if (!isInterlaced) return false;
  const bits = width * height * bitDepth * (channelsOfColourType[colourType] ?? 4);
  // The seven passes have fewer than 2 × height + 7 rows, each with a byte for its filter and one that is filled up.
  const mostBytes = Math.ceil(bits / 8) + 2 * (2 * height + 7);
  return unpacksToMoreThan(mostBytes, dataOf(file, view));
}

function dataOf(file: Uint8Array, view: DataView): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = firstChunkAt; at + 8 <= file.length; ) {
    const length = view.getUint32(at);
    const body = file.subarray(at + 8, at + 8 + length);
    if (view.getUint32(at + 4) === 0x49444154) parts.push(body);
    at += 8 + length + 4;
  }
  return Buffer.concat(parts);
}

function unpacksToMoreThan(bytes: number, data: Uint8Array): boolean {
  try {
    inflateSync(data, { maxOutputLength: bytes });
    return false;
  } catch (error) {
    // Damaged data is for the decoder to tell.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
  }
}
