// Checks that a GIF has codes for all pixels of its first frame (GIF89a, appendix F). Decoders leave missing pixels
// transparent or black, so a truncated file would pass as a picture.

import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { GifLayout } from './gif-layout';

const maxCodes = 4096;
/** Codes read before yielding to the event loop: one or two milliseconds of work. */
const codesPerTurn = 100_000;

export type GifPixels =
  | { ok: true /** The position behind the last block that is needed. */; endAt: number }
  | { ok: false; reason: string };

/** Whether the file has all pixels of the first frame. Anything after them is ignored. */
export async function findGifPixels(file: Uint8Array, { frame, codesAt }: GifLayout): Promise<GifPixels> {
  const firstBits = file[codesAt] ?? 0;
  if (firstBits < 1 || firstBits > 11) return damaged('its codes have an invalid initial width.');
  const codes = codesOf(file, codesAt + 1);
  const table = makeCodeTable(firstBits);
  let missing = frame.width * frame.height;
  for (let count = 1; missing > 0; count++) {
    const code = codes.next(table.width());
    if (code === undefined || code === table.end) return damaged('it has fewer pixels than its header states.');
    const pixels = table.follow(code);
    if (pixels === undefined) return damaged('it uses an undefined code.');
    missing -= pixels;
    if (count % codesPerTurn === 0) await yieldToEventLoop();
  }
  return { ok: true, endAt: codes.endOfBlock() };
}

function damaged(reason: string): GifPixels {
  return { ok: false, reason };
}

interface Codes {
  /** The next code, of this many bits; undefined at the end of the blocks or the file. */
  next(bits: number): number | undefined;
  endOfBlock(): number;
}

function codesOf(file: Uint8Array, blocksAt: number): Codes {
  let at = blocksAt;
  let left = 0;
  let [pending, pendingBits] = [0, 0];
  return {
    endOfBlock: () => at + left,
    next(bits) {
      while (pendingBits < bits) {
        if (left === 0) {
          left = file[at++] ?? 0;
          if (left === 0) return undefined;
        }
        const byte = file[at++];
        if (byte === undefined) return undefined;
        pending |= byte << pendingBits;
        pendingBits += 8;
        left--;
      }
      const code = pending & ((1 << bits) - 1);
      pending >>>= bits;
      pendingBits -= bits;
      return code;
    },
  };
}

interface CodeTable {
  /** The code that ends the data. */
  end: number;
  /** The width of the next code in bits. */
  width(): number;
  /** How many pixels a code stands for; undefined when the code is not defined yet. */
  follow(code: number): number | undefined;
}

/** Stores only how many pixels each code stands for, which is all that the check needs. */
function makeCodeTable(firstBits: number): CodeTable {
  const clear = 1 << firstBits;
  const pixels = new Uint16Array(maxCodes).fill(1, 0, clear);
  let [free, width, previous] = [clear + 2, firstBits + 1, -1];
  return {
    end: clear + 1,
    width: () => width,
    follow(code) {
      if (code === clear) {
        [free, width, previous] = [clear + 2, firstBits + 1, -1];
        return 0;
      }
      if (code >= (previous < 0 ? clear : Math.min(free + 1, maxCodes))) return undefined;
      if (previous >= 0 && free < maxCodes) {
        // The new code is the previous one plus one pixel; it can be used at once.
        pixels[free++] = (pixels[previous] ?? 0) + 1;
        if (free === 1 << width && width < 12) width++;
      }
      previous = code;
      return pixels[code];
    },
  };
}
