// Reads the chunks of a PNG that its pixels depend on (PNG third edition, 5.3 and 11), and checks their CRCs.

import { crc32 } from 'node:zlib';

export interface PngChunks {
  width: number;
  height: number;
  bitDepth: number;
  colourType: number;
  isInterlaced: boolean;
  /** Three bytes per colour. */
  palette: Uint8Array;
  /** The body of the tRNS chunk; empty when there is none. */
  transparency: Uint8Array;
  /** The compressed pixels, in parts. */
  data: Uint8Array[];
}

const firstChunkAt = 8;
const depthsOfColourType: Record<number, number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Reads a file that begins with the PNG signature and a complete header chunk.
 * @throws Error that names the damage.
 */
export function readPngChunks(file: Uint8Array): PngChunks {
  const chunks: PngChunks = { ...readHeader(file), palette: empty, transparency: empty, data: [] };
  let headers = 0;
  for (const { type, body } of chunksOf(file)) {
    if (type === 'PLTE') chunks.palette = body;
    else if (type === 'tRNS') chunks.transparency = body;
    else if (type === 'IDAT') chunks.data.push(body);
    else if (type === 'IEND') return chunks;
    else if (type === 'IHDR' && ++headers > 1) throw new Error('it has a second header.');
  }
  // A missing end mark loses no pixel; missing pixels are noticed when they are decoded.
  return chunks;
}

/** The file with an end mark behind its last whole chunk, if it has none: libpng and others insist on it. */
export function withPngEnd(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = firstChunkAt;
  while (at + 12 <= file.length) {
    const [length, type] = [view.getUint32(at), view.getUint32(at + 4)];
    if (type === endType) return file;
    if (at + 12 + length > file.length) break;
    at += 12 + length;
  }
  return Buffer.concat([file.subarray(0, at), endChunk]);
}

const endType = 0x49454e44;
const endChunk = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
const empty = new Uint8Array(0);

function readHeader(file: Uint8Array): Omit<PngChunks, 'palette' | 'transparency' | 'data'> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [bitDepth, colourType] = [view.getUint8(24), view.getUint8(25)];
  const [compression, filter, interlace] = [view.getUint8(26), view.getUint8(27), view.getUint8(28)];
  const isValid = depthsOfColourType[colourType]?.includes(bitDepth) && compression === 0 && filter === 0;
  if (!isValid || interlace > 1) throw new Error('its header describes a kind of PNG that does not exist.');
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    bitDepth,
    colourType,
    isInterlaced: interlace === 1,
  };
}

function* chunksOf(file: Uint8Array): Generator<{ type: string; body: Uint8Array }> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = firstChunkAt; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > file.length) return;
    const type = Buffer.from(file.buffer, file.byteOffset + at + 4, 4).toString('latin1');
    // A lower-case type is optional: the picture can be shown without it, so an error there is harmless.
    const isCritical = type !== type.toLowerCase() && type[0] === type[0]?.toUpperCase();
    const isIntact = crc32(file.subarray(at + 4, end)) === view.getUint32(end);
    if (isCritical && !isIntact) throw new Error(`the CRC of its chunk ${type} is wrong.`);
    if (isIntact) yield { type, body: file.subarray(at + 8, end) };
    at = end + 4;
  }
}
