// Finds the markers of a JPEG (ITU T.81, annex B) exactly as decoders do, so that both see the
// same frame.

export interface JpegMarker {
  code: number;
  /** Where its segment begins; for a marker without a segment, the position behind the marker. */
  segmentAt: number;
}

/** The next marker at or after `from`; skips stray bytes, fill bytes and coded pixels. */
export function nextMarker(file: Uint8Array, from: number): JpegMarker | undefined {
  // Byte by byte: a file may consist of marker prefixes only, and then a call of `indexOf` for each costs more.
  for (let at = from; at + 1 < file.length; at++) {
    const code = file[at + 1];
    if (file[at] === 0xff && code !== undefined && code !== 0 && code !== 0xff) return { code, segmentAt: at + 2 };
  }
  return undefined;
}

/** Whether a marker has no length: restarts, a repeated start of image, and one reserved code. */
export function standsAlone(code: number): boolean {
  return (code >= 0xd0 && code <= 0xd8) || code === 0x01;
}
