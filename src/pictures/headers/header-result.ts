// What the header of a picture states, for every format.

import type { Result } from '../../shared/result';
import type { Orientation } from './exif';

export type SourceType = 'jpeg' | 'png' | 'webp' | 'gif';

export interface PictureHeader {
  type: SourceType;
  /** As stored, before the orientation is applied. */
  width: number;
  height: number;
  orientation: Orientation;
  /** As stored, which is what an embedded profile must be for. A palette counts as RGB; JPEGs for print may use CMYK. */
  colours: 'grey' | 'rgb' | 'cmyk';
  /**
   * Memory that a decoder needs besides the pixels until it has finished, in two-byte values per pixel: for a JPEG in several
   * scans 1 (grey) to 3 (colours without subsampling), for a WebP that is lossless or has alpha 2, for a GIF 0.5.
   */
  decoderOverhead?: number;
  /** Whether the rows of a PNG come in several passes, so that all pixels are in memory at once. */
  isInterlaced?: boolean;
}

export type HeaderResult = Result<PictureHeader, 'PICTURE.UNSUPPORTED_TYPE' | 'PICTURE.CORRUPT'>;
