// Runs in the engine's worker threads: decodes once, makes each rendition from the next larger one, encodes them.

import type { PictureRefusal } from '../../pictures/picture';
import type { Rendering, RenderTask } from '../../pictures/rendering';
import type { RenderedFile } from '../../pictures/renditions';
import { accepted, type Result, refused } from '../../shared/result';
import { encodeJpeg } from '../decode/mozjpeg-codec';
import { decodePicture } from '../decode/picture-decoder';
import { encodeWebp } from '../decode/webp-codec';
import { type Bitmap, flatten } from '../pixels/bitmap';
import { shrink } from '../pixels/shrink';
import { hashedSize, thumbHash } from '../thumb-hash';
import { collectGarbage } from './collect-garbage';
import { lowerThreadPriority } from './lower-thread-priority';
import { type RenderedBitmap, renderBitmaps } from './render-bitmaps';

lowerThreadPriority();

const encoders = { jpeg: (bitmap: Bitmap) => encodeJpeg(flatten(bitmap)), webp: encodeWebp };

export type JimpFormat = keyof typeof encoders;

export interface JimpTask extends RenderTask {
  formats: JimpFormat[];
}

/** The entry point of the worker thread. */
export async function render(task: JimpTask): Promise<Result<Rendering, PictureRefusal>> {
  try {
    const rendered = await decodeAndRender(task);
    if (!rendered.ok) return rendered;
    // The decoded source is no longer needed, and is by far the largest object in memory.
    collectGarbage();
    return accepted({
      files: await encodeAll(rendered.value, task.formats),
      placeholder: await placeholderFor(rendered.value),
    });
  } finally {
    collectGarbage();
  }
}

async function decodeAndRender(task: RenderTask): Promise<Result<RenderedBitmap[], PictureRefusal>> {
  const decoded = await decodePicture(task);
  if (!decoded.ok) return refused('PICTURE.CORRUPT', `The picture cannot be decoded: ${decoded.reason}`);
  return accepted(renderBitmaps(task, decoded.bitmap));
}

/** A source too small to be shrunk gives several renditions with the same pixels: they are encoded once. */
async function encodeAll(rendered: RenderedBitmap[], formats: JimpFormat[]): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const { planned, bitmap } of rendered) {
    const sameBitmap = rendered.find((other) => other.bitmap === bitmap)?.planned.name;
    for (const format of formats) {
      const encoded = files.find((file) => file.name === sameBitmap && file.format === format)?.bytes;
      const bytes = encoded ?? (await encoders[format](bitmap));
      files.push({ name: planned.name, format, width: planned.width, height: planned.height, bytes });
    }
  }
  return files;
}

function placeholderFor(rendered: RenderedBitmap[]): Promise<string> {
  const smallestUncropped = rendered.findLast(({ planned }) => !planned.square);
  if (!smallestUncropped) throw new Error('No rendition shows the uncropped picture.');
  const { bitmap } = smallestUncropped;
  const size = hashedSize(bitmap);
  const whole = { left: 0, top: 0, width: bitmap.width, height: bitmap.height };
  return thumbHash(shrink(bitmap, whole, size).data, size.width, size.height);
}
