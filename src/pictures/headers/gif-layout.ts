// What a GIF says of itself: its size, and where its first frame lies, on its screen and in its file (GIF89a, 17 to 23).

import { accepted, refused } from '../../shared/result';
import type { HeaderResult } from './header-result';

export interface GifLayout {
  /** The logical screen. */
  canvas: { width: number; height: number };
  frame: { left: number; top: number; width: number; height: number };
  /** In the file: the frame's first byte, and the byte that tells how its codes begin. Whether they end is left to decoders. */
  frameAt: number;
  codesAt: number;
}

const screenEnd = 13;
const frameHeaderBytes = 10;
const block = { extension: 0x21, frame: 0x2c } as const;

/** Reads a file that begins with a GIF signature; answers with what is wrong when it cannot be followed. */
export function readGifLayout(file: Uint8Array): GifLayout | string {
  if (file.length < screenEnd) return 'it ends within its header';
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const canvas = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (canvas.width === 0 || canvas.height === 0) return 'it tells no size';
  const frameAt = findFrame(file, screenEnd + paletteBytes(file[10]));
  if (frameAt === undefined || frameAt + frameHeaderBytes > file.length) return 'it has no frame';
  const [left, top] = [view.getUint16(frameAt + 1, true), view.getUint16(frameAt + 3, true)];
  const [width, height] = [view.getUint16(frameAt + 5, true), view.getUint16(frameAt + 7, true)];
  if (width === 0 || height === 0) return 'its first frame is empty';
  if (left + width > canvas.width || top + height > canvas.height) return 'its first frame lies outside';
  const codesAt = frameAt + frameHeaderBytes + paletteBytes(file[frameAt + 9]);
  if (codesAt >= file.length) return 'it ends within its first frame';
  return { canvas, frame: { left, top, width, height }, frameAt, codesAt };
}

/** Flags of a screen or frame tell whether a palette follows, and of how many colours. */
function paletteBytes(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function findFrame(file: Uint8Array, from: number): number | undefined {
  let at: number | undefined = from;
  while (at !== undefined && file[at] === block.extension) at = skipBlocks(file, at + 2);
  return at !== undefined && file[at] === block.frame ? at : undefined;
}

/** Past a row of data blocks, each led by its length, and the empty one that ends them. */
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
