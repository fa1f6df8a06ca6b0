// Reads the size and orientation of every kind of picture that the shop takes, with code of its own, so that checks do not
// depend on the code that made the renditions.

import { exifOrientation } from './exif-orientation';
import { readJpegHeader } from './jpeg-header';
import type { PictureHeader } from './upright-size';

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif';

/** Signatures at the start of a file; a dot stands for any byte. */
const kinds: readonly [signature: string, type: PictureType, read: (file: Buffer) => PictureHeader][] = [
  ['\xff\xd8\xff', 'image/jpeg', readJpegHeader],
  ['\x89PNG\r\n\x1a\n', 'image/png', readPng],
  ['RIFF....WEBP', 'image/webp', readWebp],
  ['GIF87a', 'image/gif', readGif],
  ['GIF89a', 'image/gif', readGif],
];

/** @throws when it is no picture of a kind that the shop takes, or ends within its header. */
export function readPictureHeader(file: Buffer): PictureHeader & { type: PictureType } {
  const start = file.toString('latin1', 0, 12);
  const begins = (signature: string) => [...signature].every((one, at) => one === '.' || one === start[at]);
  for (const [signature, type, read] of kinds) if (begins(signature)) return { type, ...read(file) };
  throw new Error('not a JPEG, PNG, WebP or GIF');
}

function readGif(file: Buffer): PictureHeader {
  return { width: file.readUInt16LE(6), height: file.readUInt16LE(8) };
}

/** PNG, third edition, 5.3 and 11.2.1: only an eXIf chunk before the pixels counts. */
function readPng(file: Buffer): PictureHeader {
  const size = { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
  for (let at = 8; at + 8 <= file.length; at += 12 + file.readUInt32BE(at)) {
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') break;
    if (type === 'eXIf') return withOrientation(size, file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  return size;
}

/** RFC 9649: the first chunk states the size, an EXIF chunk the orientation. */
function readWebp(file: Buffer): PictureHeader {
  const size = webpSize(file);
  for (let at = 12; at + 8 <= file.length; ) {
    const bytes = file.readUInt32LE(at + 4);
    if (file.toString('latin1', at, at + 4) === 'EXIF') return withOrientation(size, exifOf(file, at + 8, bytes));
    at += 8 + bytes + (bytes & 1);
  }
  return size;
}

function webpSize(file: Buffer): { width: number; height: number } {
  const kind = file.toString('latin1', 12, 16);
  if (kind === 'VP8X') return { width: 1 + file.readUIntLE(24, 3), height: 1 + file.readUIntLE(27, 3) };
  if (kind === 'VP8L') {
    const bits = file.readUInt32LE(21);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
}

/** Some programs write the six bytes of a JPEG's block in front. */
function exifOf(file: Buffer, at: number, bytes: number): Buffer {
  const block = file.subarray(at, at + bytes);
  return block.toString('latin1', 0, 6) === 'Exif\0\0' ? block.subarray(6) : block;
}

function withOrientation(size: { width: number; height: number }, exif: Buffer): PictureHeader {
  const orientation = exifOrientation(exif);
  return orientation === undefined ? size : { ...size, orientation };
}
