// How often a JPEG paints over its picture: a progressive one does so about ten times, each in a few bytes if it wants,
// so that a megabyte can keep a decoder busy for hours.

import { type JpegMarker, nextMarker, standsAlone } from './jpeg-markers';

const startOfScan = 0xda;
const endOfImage = 0xd9;

/** How many colours the first scan tells, from a position within the file on; undefined when there is none. */
export function coloursOfFirstScan(file: Uint8Array, from: number): number | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = from; ; ) {
    const found = nextMarker(file, at);
    if (!found || found.code === endOfImage) return undefined;
    if (found.code === startOfScan) return file[found.segmentAt + 2];
    at = nextSegment(file, view, found);
  }
}

/** Whether there are more scans than so many, from a position within the file on. */
export function hasMoreScansThan(most: number, file: Uint8Array, from: number): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let scans = 0;
  for (let at = from; ; ) {
    const found = nextMarker(file, at);
    if (!found || found.code === endOfImage) return false;
    if (found.code === startOfScan && ++scans > most) return true;
    at = nextSegment(file, view, found);
  }
}

function nextSegment(file: Uint8Array, view: DataView, { code, segmentAt }: JpegMarker): number {
  const hasLength = !standsAlone(code) && segmentAt + 2 <= file.length;
  return hasLength ? segmentAt + Math.max(2, view.getUint16(segmentAt)) : segmentAt;
}
