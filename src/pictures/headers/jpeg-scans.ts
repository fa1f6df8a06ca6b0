// How often a JPEG paints over its picture: a progressive one does so about ten times, each in a few bytes if it wants,
// so that a megabyte can keep a decoder busy for hours.

import { standsAlone } from './jpeg-markers';

const startOfScan = 0xda;
const endOfImage = 0xd9;

export interface JpegScans {
  /** How many colours the first scan tells; undefined when there is no scan. */
  coloursOfFirst: number | undefined;
  /** How many there are, and not more than one above what was asked for. */
  count: number;
}

/**
 * The scans from a position within the file on, as decoders find them; it ends with the first one beyond `most`. The
 * whole file is walked through, so nothing is made on the way: 20 MiB of markers take some hundredths of a second.
 */
export function readScans(file: Uint8Array, from: number, most: number): JpegScans {
  const scans: JpegScans = { coloursOfFirst: undefined, count: 0 };
  let at = from;
  while (at + 1 < file.length && scans.count <= most) {
    const code = file[at + 1] ?? 0;
    if (file[at] !== 0xff || code === 0xff) {
      at++;
      continue;
    }
    at += 2;
    if (code === 0 || standsAlone(code)) continue;
    if (code === endOfImage) break;
    if (code === startOfScan) {
      if (scans.count === 0) scans.coloursOfFirst = file[at + 2];
      scans.count++;
    }
    // A length that the file ends within is none.
    if (at + 2 <= file.length) at += Math.max(2, (file[at] ?? 0) * 256 + (file[at + 1] ?? 0));
  }
  return scans;
}
