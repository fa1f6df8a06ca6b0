// Reads type and size of a picture from its first bytes: file names and content types cannot be trusted,
// and decoding a file just to learn its size would expose the app to decompression bombs.

import { refused } from '../../shared/result';
import { readGifHeader } from './gif-layout';
import type { HeaderResult } from './header-result';
import { readJpegHeader } from './jpeg-header';
import { readPngHeader } from './png-header';
import { readWebpHeader } from './webp-layout';

/** Signatures at the start of a file; `?` stands for any byte. */
const supported = [
  ['\xff\xd8\xff', readJpegHeader],
  ['\x89PNG\r\n\x1a\n', readPngHeader],
  ['RIFF????WEBP', readWebpHeader],
  ['GIF87a', readGifHeader],
  ['GIF89a', readGifHeader],
] as const;
const unsupported = [
  ['????ftypavif', 'AVIF'],
  ['????ftyphei', 'HEIC'],
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
  ['%PDF', 'PDF'],
] as const;

/** Reads type, size and orientation without decoding anything. */
export function readPictureHeader(file: Uint8Array): HeaderResult {
  const read = matchSignature(supported, file);
  if (read) return read(file);
  const name = matchSignature(unsupported, file);
  const found = name === undefined ? 'The file is not a picture of a known type' : `${name} is not supported`;
  return refused('PICTURE.UNSUPPORTED_TYPE', `${found}; send a JPEG, PNG, WebP or GIF.`);
}

function matchSignature<T>(signatures: readonly (readonly [string, T])[], file: Uint8Array): T | undefined {
  return signatures.find(([signature]) => beginsWith(file, signature))?.[1];
}

function beginsWith(file: Uint8Array, signature: string): boolean {
  return [...signature].every((character, at) => character === '?' || character.charCodeAt(0) === file[at]);
}
