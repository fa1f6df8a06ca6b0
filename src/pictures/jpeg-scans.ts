// How often a JPEG paints over its picture: a progressive one does so about ten times, each in a few bytes if it wants,
// so that a megabyte can keep a decoder busy for hours.

import { nextMarker, standsAlone } from './jpeg-markers';

const startOfScan = 0xda;
const endOfImage = 0xd9;

/** Whether there are more scans than so many, from a position within the file on. */
export function hasMoreScansThan(most: number, file: Uint8Array, from: number): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let scans = 0;
  for (let at = from; ; ) {
    const found = nextMarker(file, at);
    if (!found || found.code === endOfImage) return false;
    if (found.code === startOfScan && ++scans > most) return true;
    const hasLength = !standsAlone(found.code) && found.segmentAt + 2 <= file.length;
    at = hasLength ? found.segmentAt + Math.max(2, view.getUint16(found.segmentAt)) : found.segmentAt;
  }
}
