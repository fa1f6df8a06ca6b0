// Reads from a GIF its size and the position of its first frame, on the screen and in the file (GIF89a, 17 to 23).

import { accepted, refused } from '../../shared/result';
import type { HeaderResult } from './header-result';

export interface GifLayout {
  /** The logical screen. */
  canvas: { width: number; height: number };
  frame: { left: number; top: number; width: number; height: number };
  /** Positions in the file: the frame's first byte, and the byte with the initial code width. The codes are not checked here. */
  frameAt: number;
  codesAt: number;
}

const screenEnd = 13;
const frameHeaderBytes = 10;
const block = { extension: 0x21, frame: 0x2c } as const;

/** Reads a file that begins with a GIF signature; returns the damage as text when it cannot be parsed. */
export function readGifLayout(file: Uint8Array): GifLayout | string {
  if (file.length < screenEnd) return 'it ends within its header';
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const canvas = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (canvas.width === 0 || canvas.height === 0) return 'it states no size';
  const frameAt = findFrame(file, screenEnd + paletteBytes(file[10]));
  if (frameAt === undefined || frameAt + frameHeaderBytes > file.length) return 'it has no frame';
  const [left, top] = [view.getUint16(frameAt + 1, true), view.getUint16(frameAt + 3, true)];
  const [width, height] = [view.getUint16(frameAt + 5, true), view.getUint16(frameAt + 7, true)];
  if (width === 0 || height === 0) return 'its first frame is empty';
  if (left + width > canvas.width || top + height > canvas.height) return 'its first frame is outside of its canvas';
  const codesAt = frameAt + frameHeaderBytes + paletteBytes(file[frameAt + 9]);
  if (codesAt >= file.length) return 'it ends within its first frame';
  return { canvas, frame: { left, top, width, height }, frameAt, codesAt };
}

/** The flags of a screen or frame say whether a palette follows, and with how many colours. */
function paletteBytes(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function findFrame(file: Uint8Array, from: number): number | undefined {
  let at: number | undefined = from;
  while (at !== undefined && file[at] === block.extension) at = skipBlocks(file, at + 2);
  return at !== undefined && file[at] === block.frame ? at : undefined;
}

/** The position behind a series of data blocks, each prefixed by its length and ended by an empty one. */
function skipBlocks(file: Uint8Array, from: number): number | undefined {
  let at = from;
  for (;;) {
    const length = file[at];
    if (length === undefined) return undefined;
    if (length === 0) return at + 1;
    at += 1 + length;
  }
}

/** Reads a file that begins with a GIF signature. The size is that of the logical screen. */
export function readGifHeader(file: Uint8Array): HeaderResult {
  const layout = readGifLayout(file);
  if (typeof layout === 'string') return refused('PICTURE.CORRUPT', `The GIF is damaged: ${layout}.`);
  return accepted({ type: 'gif', ...layout.canvas, orientation: 1, colours: 'rgb', decoderOverhead: 0.5 });
}
