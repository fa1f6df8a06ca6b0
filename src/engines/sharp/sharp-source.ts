// Opens sources with sharp so that it takes what the other engine takes: libvips refuses some files of which no pixel is lost.

import type { Sharp } from 'sharp';
import { readWebpLayout } from '../../pictures/headers/webp-layout';
import type { RenderTask } from '../../pictures/rendering';
import { withPngEnd } from '../decode/png-chunks';
import { isStillFile, stillFile } from '../decode/webp-still';
import { openOnCanvas } from './sharp-canvas';
import { openGif } from './sharp-gif';
import type { SharpLibrary } from './sharp-pixels';

export type FailOn = 'none' | 'error' | 'warning';

/** Opens a pipeline with the picture, or returns the damage. May overwrite the source. */
export async function openSource(
  sharp: SharpLibrary,
  { type, source, width, height }: RenderTask,
  seconds: number,
  failOn: FailOn,
): Promise<string | (() => Sharp)> {
  const openFile = (file: Uint8Array) => () =>
    sharp(file, { limitInputPixels: width * height, failOn, sequentialRead: true });
  if (type === 'gif') return openGif(sharp, source, seconds);
  if (type === 'png') return inEightBits(openFile(withPngEnd(source)));
  if (type === 'jpeg') return openFile(source);
  const layout = readWebpLayout(source);
  if (typeof layout === 'string') return layout;
  return isStillFile(layout) ? openFile(source) : openOnCanvas(sharp, stillFile(layout), layout, seconds);
}

/** On its own, sharp converts pictures of 16 bits to P3 when they are in colour, and not at all when they are grey. */
async function inEightBits(open: () => Sharp): Promise<() => Sharp> {
  const { space } = await open().metadata();
  if (space === 'rgb16') return () => open().pipelineColourspace('srgb');
  if (space === 'grey16') return () => open().pipelineColourspace('b-w');
  return open;
}
