// Size of a GIF, and whether its first frame is all there and in its place (GIF89a, 17 to 23).

import { accepted, refused } from '../shared/result';
import type { HeaderResult } from './header-result';

const screenEnd = 13;
const frameHeaderBytes = 10;
const block = { extension: 0x21, frame: 0x2c } as const;

/** Reads a file that begins with a GIF signature. The size is that of the logical screen. */
export function readGifHeader(file: Uint8Array): HeaderResult {
  if (file.length < screenEnd) return corrupt('it ends within its header');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  if (width === 0 || height === 0) return corrupt('it tells no size');
  const frameAt = findFrame(file, screenEnd + paletteBytes(file[10]));
  if (frameAt === undefined || frameAt + frameHeaderBytes > file.length) return corrupt('it has no frame');
  const [left, top] = [view.getUint16(frameAt + 1, true), view.getUint16(frameAt + 3, true)];
  const [frameWidth, frameHeight] = [view.getUint16(frameAt + 5, true), view.getUint16(frameAt + 7, true)];
  if (frameWidth === 0 || frameHeight === 0) return corrupt('its first frame is empty');
  if (left + frameWidth > width || top + frameHeight > height) return corrupt('its first frame lies outside');
  // One byte tells how the codes begin, then come their blocks.
  const dataAt = frameAt + frameHeaderBytes + paletteBytes(file[frameAt + 9]) + 1;
  if (skipBlocks(file, dataAt) === undefined) return corrupt('it ends within its first frame');
  return accepted({ type: 'gif', width, height, orientation: 1, colours: 'rgb' });
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

function corrupt(why: string): HeaderResult {
  return refused('PICTURE.CORRUPT', `The GIF is damaged: ${why}.`);
}
