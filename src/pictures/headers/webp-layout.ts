// Reads from a WebP (RFC 9649) its size and orientation, and the data, alpha and canvas position of its first picture,
// still or animated.

import { accepted, refused } from '../../shared/result';
import { orientationOf } from './exif';
import type { HeaderResult } from './header-result';

export interface WebpLayout {
  canvas: { width: number; height: number };
  /** The still picture, or the first frame of an animation. */
  frame: { left: number; top: number; width: number; height: number };
  /** Chunks of the frame, including their headers: VP8 or VP8L, and ALPH for a VP8 with transparency. */
  image: Uint8Array;
  alpha: Uint8Array | undefined;
  isAnimated: boolean;
  /** Whether the file ends before its last chunk, which then is none that the picture needs. */
  isCutOff: boolean;
  isLossless: boolean;
  /** The bodies of the chunks EXIF and ICCP. */
  exif: Uint8Array | undefined;
  profile: Uint8Array | undefined;
}

interface Chunk {
  type: string;
  body: Uint8Array;
  /** The body with its header. */
  whole: Uint8Array;
}

const imageTypes = ['VP8 ', 'VP8L'];
const riffHeaderBytes = 12;
const chunkHeaderBytes = 8;
/** Position, size, duration and flags of a frame. */
const frameHeaderBytes = 16;

/** Reads a file that begins with the WebP signature; returns the damage as text when it cannot be parsed. */
export function readWebpLayout(file: Uint8Array): WebpLayout | string {
  const fileEnd = viewOf(file).getUint32(4, true) + chunkHeaderBytes;
  const chunks = file.subarray(riffHeaderBytes, fileEnd);
  const layout = layoutOf(chunks);
  const isCutOff = fileEnd > file.length;
  if (typeof layout === 'string') return isCutOff ? 'it ends before its last pixels' : layout;
  return { ...layout, isCutOff };
}

function layoutOf(chunks: Uint8Array): Omit<WebpLayout, 'isCutOff'> | string {
  const first = firstChunk(chunks);
  if (first?.type !== 'VP8X') return stillOf(chunks, undefined);
  if (first.body.length < 10) return 'its header is too short';
  const canvas = { width: 1 + threeBytes(first.body, 4), height: 1 + threeBytes(first.body, 7) };
  const animated = firstChunk(chunks, 'ANMF');
  return animated ? firstFrame(chunks, canvas, animated.body) : stillOf(chunks, canvas);
}

function stillOf(chunks: Uint8Array, canvas: WebpLayout['canvas'] | undefined): Omit<WebpLayout, 'isCutOff'> | string {
  const image = firstChunk(chunks, ...imageTypes);
  const size = image && sizeOf(image);
  if (!image || !size) return 'it states no size';
  if (canvas && (canvas.width !== size.width || canvas.height !== size.height)) return 'it states two sizes';
  const frame = { left: 0, top: 0, ...size };
  return { canvas: size, frame, ...parts(chunks, image), isAnimated: false, ...metadataOf(chunks) };
}

function firstFrame(
  chunks: Uint8Array,
  canvas: WebpLayout['canvas'],
  body: Uint8Array,
): Omit<WebpLayout, 'isCutOff'> | string {
  if (body.length < frameHeaderBytes) return 'its first frame is truncated';
  const left = threeBytes(body, 0) * 2;
  const top = threeBytes(body, 3) * 2;
  const [width, height] = [1 + threeBytes(body, 6), 1 + threeBytes(body, 9)];
  const inner = body.subarray(frameHeaderBytes);
  const image = firstChunk(inner, ...imageTypes);
  const size = image && sizeOf(image);
  if (!image || !size) return 'its first frame states no size';
  if (size.width !== width || size.height !== height) return 'its first frame states two sizes';
  if (left + width > canvas.width || top + height > canvas.height) return 'its first frame is outside of its canvas';
  const frame = { left, top, width, height };
  return { canvas, frame, ...parts(inner, image), isAnimated: true, ...metadataOf(chunks) };
}

function parts(chunks: Uint8Array, image: Chunk): Pick<WebpLayout, 'image' | 'alpha' | 'isLossless'> {
  const isLossless = image.type === 'VP8L';
  const alpha = isLossless ? undefined : firstChunk(chunks, 'ALPH');
  return { image: image.whole, alpha: alpha?.whole, isLossless };
}

/** The size stated in the picture data itself, which is what gets decoded. */
function sizeOf({ type, body }: Chunk): { width: number; height: number } | undefined {
  if (body.length < 10) return undefined;
  const view = viewOf(body);
  if (type === 'VP8L') {
    if (body[0] !== 0x2f) return undefined;
    const bits = view.getUint32(1, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  const isKeyFrame = ((body[0] ?? 1) & 1) === 0 && body[3] === 0x9d && body[4] === 0x01 && body[5] === 0x2a;
  const [width, height] = [view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff];
  return isKeyFrame && width > 0 && height > 0 ? { width, height } : undefined;
}

function metadataOf(chunks: Uint8Array): Pick<WebpLayout, 'exif' | 'profile'> {
  return { exif: firstChunk(chunks, 'EXIF')?.body, profile: firstChunk(chunks, 'ICCP')?.body };
}

/**
 * The first complete chunk of one of these types, or of any type when none is given. Chunks begin at even positions. Others
 * are skipped without allocation: there may be millions of empty ones.
 */
function firstChunk(bytes: Uint8Array, ...types: string[]): Chunk | undefined {
  const view = viewOf(bytes);
  const codes = types.map((type) => viewOf(Buffer.from(type, 'latin1')).getUint32(0));
  for (let at = 0; at + chunkHeaderBytes <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + chunkHeaderBytes + length;
    if (end > bytes.length) return undefined;
    if (types.length === 0 || codes.includes(view.getUint32(at))) {
      const type = Buffer.from(bytes.buffer, bytes.byteOffset + at, 4).toString('latin1');
      return { type, body: bytes.subarray(at + chunkHeaderBytes, end), whole: bytes.subarray(at, end) };
    }
    at = end + (length & 1);
  }
  return undefined;
}

function threeBytes(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Reads a file that begins with the WebP signature. The size is that of the canvas. */
export function readWebpHeader(file: Uint8Array): HeaderResult {
  const layout = readWebpLayout(file);
  if (typeof layout === 'string') return refused('PICTURE.CORRUPT', `The WebP is damaged: ${layout}.`);
  // The decoder keeps its own copy of the pixels, as later ones refer back to earlier ones.
  const overhead = layout.isLossless || layout.alpha ? { decoderOverhead: 2 } : {};
  const orientation = layout.exif ? orientationOf(layout.exif) : 1;
  return accepted({ type: 'webp', ...layout.canvas, orientation, colours: 'rgb', ...overhead });
}
