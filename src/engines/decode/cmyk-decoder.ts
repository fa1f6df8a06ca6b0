// Decodes JPEGs in CMYK with jimp's own codec, which MozJPEG's WebAssembly cannot.

import type { JimpBitmap } from '../pixels/bitmap';

/** Jimp's decoder keeps each block of a JPEG as an object: 70 bytes per pixel. */
const jpegMemoryMb = 600;
/** An APP14 segment (Adobe, transform 0): CMYK values stored inverted, so that 255 means no ink. */
const adobeSegment = Buffer.from('\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0', 'latin1');

/**
 * Converts CMYK to RGB by the plain formula, ignoring colour profiles. A file that does not state how it stores its
 * inks is treated like one of Adobe's, as browsers do.
 * @throws Error that names the damage.
 */
export async function decodeCmykJpeg(file: Uint8Array): Promise<JimpBitmap> {
  // Loaded on demand, since it takes memory and such files are rare.
  const { default: makeJpeg } = await import('@jimp/js-jpeg');
  const options = { maxMemoryUsageInMB: jpegMemoryMb };
  const { data, width, height } = await makeJpeg().decode(withAdobeSegment(file), options);
  return { data, width, height };
}

/** The segment comes first, so that the file's own segment overrides it. */
function withAdobeSegment(file: Uint8Array): Buffer {
  return Buffer.concat([file.subarray(0, 2), adobeSegment, file.subarray(2)]);
}
