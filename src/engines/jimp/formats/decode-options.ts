// What the formats of the app's Jimp take when they decode.

import type { PictureHeader } from '../../../pictures/headers/header-result';

export interface DecodeOptions {
  /** What the header of the file says, for whoever has read it already. */
  header?: PictureHeader;
}
