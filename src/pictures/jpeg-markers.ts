// The markers of a JPEG, one after another (ITU T.81, annex B), found exactly as decoders find them, so that both see
// the same frame.

export interface JpegMarker {
  code: number;
  /** Where its segment begins, or for one that stands alone, where whatever follows does. */
  segmentAt: number;
}

/** The next marker from there on; stray bytes, fill bytes and coded pixels before it are skipped. */
export function nextMarker(file: Uint8Array, from: number): JpegMarker | undefined {
  let at = from;
  for (;;) {
    at = file.indexOf(0xff, at);
    if (at < 0) return undefined;
    while (file[at] === 0xff) at++;
    const code = file[at];
    if (code === undefined) return undefined;
    at++;
    if (code !== 0) return { code, segmentAt: at };
  }
}

/** Markers without a length: restarts, a repeated start of image, and one reserved code. */
export function standsAlone(code: number): boolean {
  return (code >= 0xd0 && code <= 0xd8) || code === 0x01;
}
