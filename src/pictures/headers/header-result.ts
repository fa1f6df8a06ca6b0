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
  /** CMYK, which some JPEGs use, is more expensive to decode than RGB. */
  colours: 'rgb' | 'cmyk';
  /**
   * Memory that a decoder needs besides the pixels until it has finished, in two-byte values per pixel: for a JPEG in several
   * scans 1 (grey) to 3 (colours without subsampling), for a WebP that is lossless or has alpha 2, for a GIF 0.5.
   */
  decoderOverhead?: number;
}

export type HeaderResult = Result<PictureHeader, 'PICTURE.UNSUPPORTED_TYPE' | 'PICTURE.CORRUPT'>;
