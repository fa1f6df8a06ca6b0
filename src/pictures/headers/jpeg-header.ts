// Size and orientation of a JPEG, read from its markers (ITU T.81, annex B) up to the start of frame: whatever
// happens before decoding is cheap, whatever decoding meets has been measured.

import { accepted, refused } from '../../shared/result';
import { type Orientation, readOrientation } from './exif';
import type { HeaderResult } from './header-result';
import { nextMarker, standsAlone } from './jpeg-markers';
import { type JpegScans, readScans } from './jpeg-scans';

const marker = { endOfImage: 0xd9, startOfScan: 0xda, app1: 0xe1 } as const;
const progressive = 0xc2;
/** Start of frame: baseline, extended sequential, progressive. */
const decodableFrames = [0xc0, 0xc1, progressive];
/** Lossless, hierarchical and arithmetic-coded frames, which no browser shows either. */
const otherFrames = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
/** Encoders make about ten. */
const mostScans = 100;
/** Metadata of 20 MiB takes 320 of the longest; more than this are only made to keep a reader busy. */
const mostSegments = 5_000;
const exifSignature = 'Exif\0\0';

/** Reads a file that begins with a JPEG's start of image. */
export function readJpegHeader(file: Uint8Array): HeaderResult {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let orientation: Orientation | undefined;
  let at = 2;
  for (let segments = 0; segments < mostSegments; segments++) {
    const found = nextMarker(file, at);
    if (!found) return corrupt('it ends before its size is told');
    const { code, segmentAt } = found;
    if (code === marker.endOfImage || code === marker.startOfScan) return corrupt('it tells no size');
    at = segmentAt;
    if (standsAlone(code)) continue;
    if (segmentAt + 2 > file.length) return corrupt('it ends before its size is told');
    const length = view.getUint16(segmentAt);
    if (length < 2 || segmentAt + length > file.length) return corrupt('it ends before its size is told');
    const body = file.subarray(segmentAt + 2, segmentAt + length);
    if (decodableFrames.includes(code)) {
      const scans = readScans(file, segmentAt + length, mostScans);
      if (scans.count > mostScans) return corrupt(`it has more than ${mostScans} scans`);
      const header = readFrame(body, orientation ?? 1);
      if (!header.ok || !comesInScans(code, body, scans)) return header;
      return accepted({ ...header.value, decoderOverhead: valuesPerPixel(body) });
    }
    if (otherFrames.includes(code)) return unsupported('JPEG of a rare kind (lossless or arithmetic coding)');
    // The first EXIF block counts, as it does for browsers.
    if (code === marker.app1 && isExif(body)) orientation ??= readOrientation(body.subarray(exifSignature.length));
    at = segmentAt + length;
  }
  return corrupt('its size is buried under thousands of segments');
}

function readFrame(body: Uint8Array, orientation: Orientation): HeaderResult {
  if (body.length < 6) return corrupt('its frame header is too short');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const precision = view.getUint8(0);
  const height = view.getUint16(1);
  const width = view.getUint16(3);
  const components = view.getUint8(5);
  if (precision !== 8) return unsupported(`JPEG with ${precision} bits a colour`);
  if (components !== 1 && components !== 3 && components !== 4) return unsupported(`JPEG of ${components} colours`);
  if (width === 0 || height === 0) return corrupt('it tells no size');
  return accepted({ type: 'jpeg', width, height, orientation, colours: components === 4 ? 'cmyk' : 'rgb' });
}

/** A progressive one does, and one that tells its colours one after another. */
function comesInScans(code: number, frame: Uint8Array, { coloursOfFirst }: JpegScans): boolean {
  return code === progressive || (coloursOfFirst !== undefined && coloursOfFirst < (frame[5] ?? 0));
}

/** Each colour has a share of the pixels, as its sampling factors tell. */
function valuesPerPixel(frame: Uint8Array): number {
  const factors = Array.from({ length: frame[5] ?? 0 }, (_, index) => frame[7 + 3 * index] ?? 0x11);
  const [across, down] = [factors.map((factor) => factor >> 4), factors.map((factor) => factor & 15)];
  const most = Math.max(...across) * Math.max(...down);
  return across.reduce((sum, factor, index) => sum + (factor * (down[index] ?? 1)) / most, 0);
}

function isExif(body: Uint8Array): boolean {
  return Buffer.from(body.buffer, body.byteOffset, exifSignature.length).toString('latin1') === exifSignature;
}

function corrupt(why: string): HeaderResult {
  return refused('PICTURE.CORRUPT', `The JPEG is damaged: ${why}.`);
}

function unsupported(what: string): HeaderResult {
  return refused(
    'PICTURE.UNSUPPORTED_TYPE',
    `${what} is not supported; send one as cameras make it, a PNG, WebP or GIF.`,
  );
}
