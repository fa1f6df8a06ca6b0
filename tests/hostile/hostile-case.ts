// A case of the hostile-upload tests: a file, how it is sent, and the expected result.

import type { Picture } from '../../client/api-types';

export type RefusalCode =
  | 'PICTURE.UNSUPPORTED_TYPE'
  | 'PICTURE.TOO_LARGE'
  | 'PICTURE.TOO_MANY_PIXELS'
  | 'PICTURE.CORRUPT';

export interface HostileCase {
  name: string;
  file: () => Buffer | Promise<Buffer>;
  /** The declared content type; default `image/jpeg`. */
  contentType?: string;
  expected: Pick<Picture, 'state' | 'code' | 'width' | 'height'>;
}

type MakeFile = HostileCase['file'];

type EngineName = 'jimp' | 'sharp';

/** The engine under test. */
export const engineName: EngineName = process.env.PICTURE_ENGINE === 'sharp' ? 'sharp' : 'jimp';

/** A case that the engines handle differently; the reason is given where it is used. */
export function byEngine(cases: Record<EngineName, HostileCase>): HostileCase {
  return cases[engineName];
}

/** A case that is rendered, with this upright size. */
export function ready(name: string, width: number, height: number, file: MakeFile, contentType?: string): HostileCase {
  return { name, file, ...(contentType && { contentType }), expected: { state: 'ready', width, height } };
}

/** A case that is refused with this code. */
export function refused(name: string, code: RefusalCode, file: MakeFile, contentType?: string): HostileCase {
  return { name, file, ...(contentType && { contentType }), expected: { state: 'refused', code } };
}
