// Whether the codes of a GIF tell all pixels of its first frame (GIF89a, appendix F). The decoders paint what they
// get, and leave the rest clear or black: a file that was cut off would be a picture.

import { setImmediate as otherWork } from 'node:timers/promises';
import type { GifLayout } from './gif-layout';

const mostCodes = 4096;
/** Followed before others have their turn: a millisecond or two. */
const codesInARow = 100_000;

export type GifPixels =
  | { ok: true /** What follows the last block that is needed. */; endAt: number }
  | { ok: false; reason: string };

/** Whether all pixels of the first frame are there. What follows them does not count. */
export async function findGifPixels(file: Uint8Array, { frame, codesAt }: GifLayout): Promise<GifPixels> {
  const firstBits = file[codesAt] ?? 0;
  if (firstBits < 1 || firstBits > 11) return fault('its codes begin with a width that there is not.');
  const codes = codesOf(file, codesAt + 1);
  const table = makeCodeTable(firstBits);
  let missing = frame.width * frame.height;
  for (let followed = 1; missing > 0; followed++) {
    const code = codes.next(table.width());
    if (code === undefined || code === table.end) return fault('it holds fewer pixels than it tells.');
    const pixels = table.follow(code);
    if (pixels === undefined) return fault('it uses a code that there is not.');
    missing -= pixels;
    if (followed % codesInARow === 0) await otherWork();
  }
  return { ok: true, endAt: codes.endOfBlock() };
}

function fault(reason: string): GifPixels {
  return { ok: false, reason };
}

interface Codes {
  /** One code after another, of so many bits each, until the blocks or the file end. */
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
  /** Of the next code, in bits. */
  width(): number;
  /** How many pixels a code stands for; undefined when it stands for none yet. */
  follow(code: number): number | undefined;
}

/** Of each code only how many pixels it stands for: that is all that has to be known. */
function makeCodeTable(firstBits: number): CodeTable {
  const clear = 1 << firstBits;
  const pixels = new Uint16Array(mostCodes).fill(1, 0, clear);
  let [free, width, previous] = [clear + 2, firstBits + 1, -1];
  return {
    end: clear + 1,
    width: () => width,
    follow(code) {
      if (code === clear) {
        [free, width, previous] = [clear + 2, firstBits + 1, -1];
        return 0;
      }
      if (code >= (previous < 0 ? clear : Math.min(free + 1, mostCodes))) return undefined;
      if (previous >= 0 && free < mostCodes) {
        // The code before and one pixel more; it may be used at once.
        pixels[free++] = (pixels[previous] ?? 0) + 1;
        if (free === 1 << width && width < 12) width++;
      }
      previous = code;
      return pixels[code];
    },
  };
}
