// What a file is and how large its picture is, from its first bytes: names and content types are only claims,
// and decoding a file to learn its size is what attackers hope for.

import { refused } from '../shared/result';
import type { HeaderResult } from './header-result';
import { readJpegHeader } from './jpeg-header';
import { readPngHeader } from './png-header';

/** Known by their first bytes; `?` stands for any byte. */
const signatures = [
  ['JPEG', '\xff\xd8\xff'],
  ['PNG', '\x89PNG\r\n\x1a\n'],
  ['WebP', 'RIFF????WEBP'],
  ['GIF', 'GIF87a'],
  ['GIF', 'GIF89a'],
  ['AVIF', '????ftypavif'],
  ['HEIC', '????ftyphei'],
] as const;

type FileType = (typeof signatures)[number][0];

/** Reads type, size and orientation without decoding anything. */
export function readPictureHeader(file: Uint8Array): HeaderResult {
  const type = fileType(file);
  if (type === 'JPEG') return readJpegHeader(file);
  if (type === 'PNG') return readPngHeader(file);
  const found = type === undefined ? 'The file is no picture of a known type' : `${type} is not supported`;
  return refused('PICTURE.UNSUPPORTED_TYPE', `${found}; send a JPEG or PNG.`);
}

function fileType(file: Uint8Array): FileType | undefined {
  return signatures.find(([, signature]) => beginsWith(file, signature))?.[0];
}

function beginsWith(file: Uint8Array, signature: string): boolean {
  return [...signature].every((character, at) => character === '?' || character.charCodeAt(0) === file[at]);
}
