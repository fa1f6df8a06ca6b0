// What reading a picture's header tells, whatever its format.

import type { Result } from '../../shared/result';
import type { Orientation } from './exif';

export type SourceType = 'jpeg' | 'png' | 'webp' | 'gif';

export interface PictureHeader {
  type: SourceType;
  /** As stored, before the orientation is applied. */
  width: number;
  height: number;
  orientation: Orientation;
  /** Those of a print, as some JPEGs have them, are dearer to decode than those of a screen. */
  colours: 'rgb' | 'cmyk';
  /**
   * What a decoder has to keep beside the pixels until the last of them, in values of two bytes a pixel: of a JPEG in several
   * scans from 1 in grey to 3 in colours that are not subsampled, of a WebP 2 when it is without loss or has alpha, of a
   * GIF half a one.
   */
  decoderOverhead?: number;
}

export type HeaderResult = Result<PictureHeader, 'PICTURE.UNSUPPORTED_TYPE' | 'PICTURE.CORRUPT'>;
