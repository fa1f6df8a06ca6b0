// What the formats of the app's Jimp take when they decode.

import type { PictureHeader } from '../../../pictures/headers/header-result';

export interface DecodeOptions {
  /** What the header of the file says, for whoever has read it already. */
  header?: PictureHeader;
  /**
   * By what factor the picture may come out smaller, 1 or more, for whoever will shrink it anyway: a JPEG is decoded in eighths
   * of its size, the rows of a PNG are halved as they come. Default 1; other formats come out as large as they are.
   */
  reduction?: number;
  /**
   * Leaves the pixels in the codec's memory, where they are valid until this thread decodes another picture: for whoever
   * shrinks them at once. Default false.
   */
  borrow?: boolean;
}
