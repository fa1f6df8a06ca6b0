// What a case of the battery is: a file, how it is sent, and what has to become of it.

import type { Picture } from '../../scripts/shop/wire';

export type RefusalCode =
  | 'PICTURE.UNSUPPORTED_TYPE'
  | 'PICTURE.TOO_LARGE'
  | 'PICTURE.TOO_MANY_PIXELS'
  | 'PICTURE.CORRUPT';

export interface HostileCase {
  name: string;
  file: () => Buffer | Promise<Buffer>;
  /** What the sender claims; `image/jpeg` unless told. */
  contentType?: string;
  expected: Pick<Picture, 'state' | 'code' | 'width' | 'height'>;
}

type MakeFile = HostileCase['file'];

type EngineName = 'jimp' | 'sharp';

/** The engine that the battery runs on. */
export const engineName: EngineName = process.env.PICTURE_ENGINE === 'sharp' ? 'sharp' : 'jimp';

/** The one case of a file that the engines take differently, for a reason that is told where it is used. */
export function byEngine(cases: Record<EngineName, HostileCase>): HostileCase {
  return cases[engineName];
}

/** A case that becomes a picture of this upright size. */
export function ready(name: string, width: number, height: number, file: MakeFile, contentType?: string): HostileCase {
  return { name, file, ...(contentType && { contentType }), expected: { state: 'ready', width, height } };
}

/** A case that is refused with this code. */
export function refused(name: string, code: RefusalCode, file: MakeFile, contentType?: string): HostileCase {
  return { name, file, ...(contentType && { contentType }), expected: { state: 'refused', code } };
}
