// Black PNGs of any size and kind, and chunks for attacks (PNG third edition, 5 and 11).

import { crc32, deflateSync } from 'node:zlib';
import { packedZeros } from './zeros';

export interface PngKind {
  width: number;
  height: number;
  bitDepth?: 1 | 2 | 4 | 8 | 16;
  colourType?: keyof typeof channels;
  interlaced?: boolean;
  /** Chunks between header and data. */
  extra?: Buffer[];
  /** Overrides the compressed pixels. */
  data?: Buffer;
}

export const grey = 0;
export const rgb = 2;
export const palette = 3;
export const greyAlpha = 4;
export const rgba = 6;

/** Samples of each pixel, by the kind of colour. */
export const channels = { [grey]: 1, [rgb]: 3, [palette]: 1, [greyAlpha]: 2, [rgba]: 4 } as const;
export const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
export const pngEnd = pngChunk('IEND', Buffer.alloc(0));

/** A black picture, transparent if it has alpha. */
export function makeFlatPng(kind: PngKind): Buffer {
  const { extra = [], data = packedZeros(pixelBytes(kind)) } = kind;
  const colours = kind.colourType === palette ? [pngChunk('PLTE', Buffer.from([200, 120, 40]))] : [];
  return Buffer.concat([pngSignature, pngHeader(kind), ...colours, ...extra, pngChunk('IDAT', data), pngEnd]);
}

/** The same in the rows of Adam7; `dataBytes` are unpacked from its two data chunks, whatever the picture needs. */
export function makeInterlacedPng(kind: PngKind, dataBytes = pixelBytes({ ...kind, interlaced: true })): Buffer {
  const data = deflateSync(Buffer.alloc(dataBytes));
  const half = Math.floor(data.length / 2);
  const chunks = [data.subarray(0, half), data.subarray(half)].map((part) => pngChunk('IDAT', part));
  return Buffer.concat([pngSignature, pngHeader({ ...kind, interlaced: true }), ...chunks, pngEnd]);
}

/** The file with one more chunk, right after its header. */
export function withChunk(file: Buffer, type: string, body: Buffer): Buffer {
  const headerEnd = 33;
  return Buffer.concat([file.subarray(0, headerEnd), pngChunk(type, body), file.subarray(headerEnd)]);
}

export function pngHeader({ width, height, bitDepth = 8, colourType = rgb, interlaced = false }: PngKind): Buffer {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body.set([bitDepth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  return pngChunk('IHDR', body);
}

/** With a correct checksum. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}

/** A chunk of compressed text or a colour profile that inflates to that many zeros. */
export function pngBombChunk(type: 'zTXt' | 'iCCP', bytes: number): Buffer {
  return pngChunk(type, Buffer.concat([Buffer.from('bomb\0\0', 'latin1'), packedZeros(bytes)]));
}

/** Size of the filtered pixels: one extra byte per row, in each of the seven passes if interlaced. */
export function pixelBytes({ width, height, bitDepth = 8, colourType = rgb, interlaced = false }: PngKind): number {
  const rowBytes = (pixels: number) => 1 + Math.ceil((pixels * bitDepth * channels[colourType]) / 8);
  if (!interlaced) return height * rowBytes(width);
  return adam7
    .map(([x, y, stepX, stepY]) => [Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY)] as const)
    .filter(([columns, rows]) => columns > 0 && rows > 0)
    .reduce((sum, [columns, rows]) => sum + rows * rowBytes(columns), 0);
}

/** The passes of Adam7: first column, first row, column step, row step (PNG third edition, 8.2). */
export const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
