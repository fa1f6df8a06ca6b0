// Size and orientation of a JPEG, read from its markers (ITU T.81, annex B) up to the first scan. This is cheap, and
// the decoder gets only files whose size and scans were checked.

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
/** Encoders write about ten. */
const maxScans = 100;
/** 20 MiB of metadata fit into 320 segments of maximal length; more than this limit only keep a reader busy. */
const maxSegments = 5_000;
const exifSignature = 'Exif\0\0';

/** Reads a file that begins with a JPEG's start of image. */
export function readJpegHeader(file: Uint8Array): HeaderResult {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let orientation: Orientation | undefined;
  let frame: Frame | undefined;
  let at = 2;
  for (let segments = 0; segments < maxSegments; segments++) {
    const found = nextMarker(file, at);
    if (!found) return withFrame(file, frame, orientation, 'it ends before its size');
    const { code, segmentAt } = found;
    if (isEndOfHeader(code)) return withFrame(file, frame, orientation, 'it states no size');
    at = segmentAt;
    if (standsAlone(code)) continue;
    const length = segmentAt + 2 > file.length ? 0 : view.getUint16(segmentAt);
    if (length < 2 || segmentAt + length > file.length) {
      return withFrame(file, frame, orientation, 'it ends before its size');
    }
    const body = file.subarray(segmentAt + 2, segmentAt + length);
    at = segmentAt + length;
    if (decodableFrames.includes(code)) frame ??= { code, body, endAt: at };
    else if (otherFrames.includes(code)) return unsupported('JPEG of a rare kind (lossless or arithmetic coding)');
    // The first EXIF block counts, as in browsers; it may come behind the size.
    if (code === marker.app1 && isExif(body)) orientation ??= readOrientation(body.subarray(exifSignature.length));
  }
  return withFrame(file, frame, orientation, 'it has thousands of segments before its size');
}

interface Frame {
  code: number;
  body: Uint8Array;
  endAt: number;
}

function isEndOfHeader(code: number): boolean {
  return code === marker.endOfImage || code === marker.startOfScan;
}

function withFrame(
  file: Uint8Array,
  frame: Frame | undefined,
  orientation: Orientation | undefined,
  whyMissing: string,
): HeaderResult {
  if (!frame) return corrupt(whyMissing);
  const { code, body, endAt } = frame;
  const scans = readScans(file, endAt, maxScans);
  if (scans.count > maxScans) return corrupt(`it has more than ${maxScans} scans`);
  const header = readFrame(body, orientation ?? 1);
  if (!header.ok || !hasSeveralScans(code, body, scans)) return header;
  return accepted({ ...header.value, decoderOverhead: valuesPerPixel(body) });
}

function readFrame(body: Uint8Array, orientation: Orientation): HeaderResult {
  if (body.length < 6) return corrupt('its frame header is too short');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const precision = view.getUint8(0);
  const height = view.getUint16(1);
  const width = view.getUint16(3);
  const components = view.getUint8(5);
  if (precision !== 8) return unsupported(`JPEG with ${precision} bits per colour`);
  if (components !== 1 && components !== 3 && components !== 4)
    return unsupported(`JPEG with ${components} colour components`);
  if (width === 0 || height === 0) return corrupt('it states no size');
  const colours = components === 4 ? 'cmyk' : components === 1 ? 'grey' : 'rgb';
  return accepted({ type: 'jpeg', width, height, orientation, colours });
}

/** True for a progressive JPEG, and for one whose colour components come one after another. */
function hasSeveralScans(code: number, frame: Uint8Array, { firstScanColours }: JpegScans): boolean {
  return code === progressive || (firstScanColours !== undefined && firstScanColours < (frame[5] ?? 0));
}

/** The sum of the components' shares of the pixels, given by their sampling factors. */
function valuesPerPixel(frame: Uint8Array): number {
  const factors = Array.from({ length: frame[5] ?? 0 }, (_, index) => frame[7 + 3 * index] ?? 0x11);
  const [across, down] = [factors.map((factor) => factor >> 4), factors.map((factor) => factor & 15)];
  const full = Math.max(...across) * Math.max(...down);
  return across.reduce((sum, factor, index) => sum + (factor * (down[index] ?? 1)) / full, 0);
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
    `${what} is not supported; send a JPEG as cameras write it, or a PNG, WebP or GIF.`,
  );
}
