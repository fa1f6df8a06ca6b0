// Decodes PNG row by row: inflate, unfilter, write to the bitmap (PNG third edition, 7 to 10). Libraries keep whole
// pictures in between (50 megapixels took 590 MB to 1.6 GB); this needs the pixels and two rows.

import { Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import type { JimpBitmap } from '../pixels/bitmap';
import { halvings } from '../reduction';
import { type PngChunks, readPngChunks } from './png-chunks';
import { unfilter } from './png-filters';
import { bitsPerPixel, pngPixels } from './png-pixels';
import { type PngTarget, reducedTarget, wholeTarget } from './png-target';

interface Pass {
  left: number;
  top: number;
  across: number;
  down: number;
}

const whole: Pass[] = [{ left: 0, top: 0, across: 1, down: 1 }];
const adam7: Pass[] = [
  { left: 0, top: 0, across: 8, down: 8 },
  { left: 4, top: 0, across: 8, down: 8 },
  { left: 0, top: 4, across: 4, down: 8 },
  { left: 2, top: 0, across: 4, down: 4 },
  { left: 0, top: 2, across: 2, down: 4 },
  { left: 1, top: 0, across: 2, down: 2 },
  { left: 0, top: 1, across: 1, down: 2 },
];
const inflateChunkBytes = 256 * 1024;

/**
 * The pixels of a PNG with a complete header. Inflates no more than its size requires.
 * @param reduction by what factor it may come out smaller: its rows are halved as they come, unless it is interlaced.
 * @throws Error that names the damage.
 */
export async function decodePng(file: Uint8Array, reduction = 1): Promise<JimpBitmap> {
  const chunks = readPngChunks(file);
  const target = chunks.isInterlaced ? wholeTarget(chunks) : reducedTarget(chunks, halvings(reduction));
  const rows = rowsInto(target, chunks);
  let row = rows.next();
  let filled = 0;
  const inflated = Readable.from(chunks.data).pipe(createInflate({ chunkSize: inflateChunkBytes }));
  for await (const part of inflated as AsyncIterable<Buffer>) {
    // Data beyond the last row is never inflated, even if it is a gigabyte.
    if (row.done) break;
    for (let at = 0; at < part.length && !row.done; ) {
      const taken = part.subarray(at, at + row.value.length - filled);
      row.value.set(taken, filled);
      at += taken.length;
      filled += taken.length;
      if (filled < row.value.length) continue;
      row = rows.next();
      filled = 0;
    }
  }
  if (!row.done) throw new Error('it has fewer pixels than its header states.');
  return target.bitmap;
}

/** Yields a buffer for each filtered row; when asked for the next, it writes the pixels of the previous one. */
function* rowsInto(target: PngTarget, chunks: PngChunks): Generator<Uint8Array, void> {
  const { width, height, isInterlaced } = chunks;
  const bits = bitsPerPixel(chunks);
  const write = pngPixels(chunks);
  for (const { left, top, across, down } of isInterlaced ? adam7 : whole) {
    const pixels = Math.ceil((width - left) / across);
    if (pixels <= 0) continue;
    const rowBytes = Math.ceil((pixels * bits) / 8);
    let [current, above] = [new Uint8Array(1 + rowBytes), new Uint8Array(1 + rowBytes)];
    for (let y = top; y < height; y += down) {
      yield current;
      unfilter(current, above, Math.max(1, bits >> 3));
      target.takeRow(y, (row) => write(current.subarray(1), pixels, row, left * 4, across * 4));
      [current, above] = [above, current];
    }
  }
}
