// Size and orientation of a WebP, read from its chunks.

import { accepted, refused } from '../shared/result';
import { orientationOf } from './headers/exif';
import type { HeaderResult } from './headers/header-result';
import { readWebpLayout } from './headers/webp-layout';

/** Reads a file that begins with the WebP signature. The size is that of the canvas. */
export function readWebpHeader(file: Uint8Array): HeaderResult {
  const layout = readWebpLayout(file);
  if (typeof layout === 'string') return refused('PICTURE.CORRUPT', `The WebP is damaged: ${layout}.`);
  // The decoder's own copy of the pixels, from which it takes what earlier ones are repeated by.
  const kept = layout.isLossless || layout.alpha ? { keptValues: 2 } : {};
  const orientation = layout.exif ? orientationOf(layout.exif) : 1;
  return accepted({ type: 'webp', ...layout.canvas, orientation, colours: 'rgb', ...kept });
}
