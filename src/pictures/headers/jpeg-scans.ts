// Counts the scans of a JPEG. Each scan updates the whole picture but may take only a few bytes, so a crafted megabyte
// can keep a decoder busy for hours. A usual progressive JPEG has about ten.

import { standsAlone } from './jpeg-markers';

const startOfScan = 0xda;
const endOfImage = 0xd9;

export interface JpegScans {
  /** The number of colour components in the first scan; undefined when there is no scan. */
  firstScanColours: number | undefined;
  /** The number of scans, counted up to `limit + 1`. */
  count: number;
}

/**
 * Finds the scans from a position on, as decoders do, and stops at the first one beyond `limit`. As it may walk through
 * the whole file, it allocates nothing: 20 MiB of markers take some hundredths of a second.
 */
export function readScans(file: Uint8Array, from: number, limit: number): JpegScans {
  const scans: JpegScans = { firstScanColours: undefined, count: 0 };
  let at = from;
  while (at + 1 < file.length && scans.count <= limit) {
    const code = file[at + 1] ?? 0;
    if (file[at] !== 0xff || code === 0xff) {
      at = nextPrefix(file, at + 1);
      continue;
    }
    at += 2;
    if (code === 0 || standsAlone(code)) continue;
    if (code === endOfImage) break;
    if (code === startOfScan) {
      if (scans.count === 0) scans.firstScanColours = file[at + 2];
      scans.count++;
    }
    // Ignores a length that is cut off by the end of the file.
    if (at + 2 <= file.length) at += Math.max(2, (file[at] ?? 0) * 256 + (file[at + 1] ?? 0));
  }
  return scans;
}

/** How many bytes are looked at one by one: a call of `indexOf` takes as long as this many. */
const looked = 32;

/** The position of the next byte that may begin a marker; the end of the file when there is none. */
function nextPrefix(file: Uint8Array, from: number): number {
  const end = Math.min(from + looked, file.length);
  for (let at = from; at < end; at++) if (file[at] === 0xff) return at;
  const found = file.indexOf(0xff, end);
  return found < 0 ? file.length : found;
}
