// Size of a GIF, and whether its first frame is in its place.

import { accepted, refused } from '../shared/result';
import { readGifLayout } from './headers/gif-layout';
import type { HeaderResult } from './headers/header-result';

/** Reads a file that begins with a GIF signature. The size is that of the logical screen. */
export function readGifHeader(file: Uint8Array): HeaderResult {
  const layout = readGifLayout(file);
  if (typeof layout === 'string') return refused('PICTURE.CORRUPT', `The GIF is damaged: ${layout}.`);
  return accepted({ type: 'gif', ...layout.canvas, orientation: 1, colours: 'rgb', keptValues: 0.5 });
}
