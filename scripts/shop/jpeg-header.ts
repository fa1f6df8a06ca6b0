// Reads a JPEG's size and orientation without a picture library, so that checks do not depend on the code that made the
// picture.

export interface JpegHeader {
  width: number;
  height: number;
  /** EXIF orientation 1 to 8; absent when the file has none. */
  orientation?: number;
}

/** @throws unless the bytes are a JPEG with a frame header. */
export function readJpegHeader(bytes: Buffer): JpegHeader {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) throw new Error('not a JPEG');
  let orientation: number | undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes.readUInt8(at + 1);
    const segment = bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2));
    if (marker === 0xe1) orientation ??= exifOrientation(segment);
    if (isFrame(marker)) {
      const size = { width: segment.readUInt16BE(3), height: segment.readUInt16BE(1) };
      return orientation === undefined ? size : { ...size, orientation };
    }
    at += 4 + segment.length;
  }
  throw new Error('a JPEG without a frame header');
}

/** SOF0 to SOF15, except the three markers in that range that are not frame headers. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Tag 0x0112 of the first directory (EXIF 2.32, section 4.6.4). */
function exifOrientation(segment: Buffer): number | undefined {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = segment.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12;
    if (short(at) === 0x0112) return short(at + 8);
  }
  return undefined;
}

/** The size as displayed: orientations 5 to 8 swap width and height. */
export function uprightSize({ width, height, orientation = 1 }: JpegHeader): { width: number; height: number } {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
