// Where the rows of a PNG go: into a bitmap of its size, or halved as they come into a smaller one.

import type { JimpBitmap } from '../pixels/bitmap';
import { makeRowHalver } from '../pixels/row-shrinker';
import { newShrinkKernel } from '../pixels/shrink-kernel';
import type { PngChunks } from './png-chunks';

export interface PngTarget {
  bitmap: JimpBitmap;
  /** Takes row `y`, whose pixels `write` puts into a row of the whole width. */
  takeRow(y: number, write: (row: Uint8Array) => void): void;
}

export function wholeTarget({ width, height }: PngChunks): PngTarget {
  const data = Buffer.alloc(width * height * 4);
  return {
    bitmap: { data, width, height },
    takeRow: (y, write) => write(data.subarray(y * width * 4, (y + 1) * width * 4)),
  };
}

/** @param times how often the rows are halved; they must come in order. */
export function reducedTarget(chunks: PngChunks, times: number): PngTarget {
  if (times === 0) return wholeTarget(chunks);
  const [width, height] = [chunks.width >> times, chunks.height >> times];
  const data = Buffer.alloc(width * height * 4);
  const kernel = newShrinkKernel();
  const opaque = [0, 2, 3].includes(chunks.colourType) && chunks.transparency.length === 0;
  let at = 0;
  let push = (row: number) => {
    if (at < data.length) data.set(kernel.bytes(row, width * 4), at);
    at += width * 4;
  };
  for (let left = times - 1; left >= 0; left--) {
    push = makeRowHalver(kernel, { width: chunks.width >> left, opaque }, push).push;
  }
  const row = kernel.reserve(chunks.width * 4);
  return {
    bitmap: { data, width, height },
    takeRow(_, write) {
      write(kernel.bytes(row, chunks.width * 4));
      push(row);
    },
  };
}
