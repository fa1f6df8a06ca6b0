// Reads the orientation of a photo, the only EXIF tag that a shop needs. All other metadata is dropped.
// Layout: TIFF 6.0 (byte order mark, offset of the first directory, 12-byte entries) as EXIF 2.3 uses it.

/** EXIF orientation: 1 upright, 2 mirrored, 3 upside down, 4 flipped vertically, 5 to 8 the same with width and height swapped. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;
const shortType = 3;
const entryBytes = 12;
const jpegPrefix = 'Exif\0\0';

/** Whether width and height are swapped when the picture is turned upright. */
export function swapsSides(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** The orientation in the EXIF block of a PNG or WebP. Some of these blocks begin with the prefix of JPEGs. */
export function orientationOf(exif: Uint8Array): Orientation {
  const hasJpegPrefix =
    Buffer.from(exif.buffer, exif.byteOffset, Math.min(6, exif.length)).toString('latin1') === jpegPrefix;
  return readOrientation(hasJpegPrefix ? exif.subarray(jpegPrefix.length) : exif);
}

/** The orientation in a TIFF block; 1 when it has none or is damaged, as in browsers. */
export function readOrientation(tiff: Uint8Array): Orientation {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return 1;
  const byteOrder = view.getUint16(0);
  if (byteOrder !== 0x4949 && byteOrder !== 0x4d4d) return 1;
  const littleEndian = byteOrder === 0x4949;
  const directory = view.getUint32(4, littleEndian);
  if (view.getUint16(2, littleEndian) !== 42 || directory + 2 > view.byteLength) return 1;
  const entries = view.getUint16(directory, littleEndian);
  for (let index = 0; index < entries; index++) {
    const at = directory + 2 + index * entryBytes;
    if (at + entryBytes > view.byteLength) return 1;
    if (view.getUint16(at, littleEndian) !== orientationTag) continue;
    if (view.getUint16(at + 2, littleEndian) !== shortType) return 1;
    return asOrientation(view.getUint16(at + 8, littleEndian));
  }
  return 1;
}

function asOrientation(value: number): Orientation {
  return value >= 1 && value <= 8 ? (value as Orientation) : 1;
}
