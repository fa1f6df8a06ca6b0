// Reads how a picture is to be turned from its EXIF block, which JPEG, PNG and WebP share.

/** Tag 0x0112 of the first directory (EXIF 2.32, section 4.6.4), 1 to 8; undefined when the block has none. */
export function exifOrientation(tiff: Buffer): number | undefined {
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12;
    if (short(at) === 0x0112) return short(at + 8);
  }
  return undefined;
}
