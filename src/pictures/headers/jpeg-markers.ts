// The markers of a JPEG, one after another (ITU T.81, annex B), found exactly as decoders find them, so that both see
// the same frame.

export interface JpegMarker {
  code: number;
  /** Where its segment begins, or for one that stands alone, where whatever follows does. */
  segmentAt: number;
}

/** The next marker from there on; stray bytes, fill bytes and coded pixels before it are skipped. */
export function nextMarker(file: Uint8Array, from: number): JpegMarker | undefined {
  // Byte by byte: a file may be made of nothing but beginnings of markers, and each call of `indexOf` costs more.
  for (let at = from; at + 1 < file.length; at++) {
    const code = file[at + 1];
    if (file[at] === 0xff && code !== undefined && code !== 0 && code !== 0xff) return { code, segmentAt: at + 2 };
  }
  return undefined;
}

/** Markers without a length: restarts, a repeated start of image, and one reserved code. */
export function standsAlone(code: number): boolean {
  return (code >= 0xd0 && code <= 0xd8) || code === 0x01;
}
