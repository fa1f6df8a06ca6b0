// What runs in the engine's worker threads: decode once, make every rendition smaller from the one before, encode.

import type { PictureRefusal } from '../../pictures/picture';
import type { Rendering, RenderTask } from '../../pictures/rendering';
import type { RenderedFile } from '../../pictures/renditions';
import { accepted, type Result, refused } from '../../shared/result';
import { encodeJpeg } from '../decode/mozjpeg-codec';
import { decodePicture } from '../decode/picture-decoder';
import { encodeWebp } from '../decode/webp-codec';
import { type Bitmap, flattened } from '../pixels/bitmap';
import { shrink } from '../pixels/shrink';
import { hashedSize, thumbHash } from '../thumb-hash';
import { collectGarbage } from './garbage';
import { giveWay } from './give-way';
import { type Painted, paint } from './painted';

giveWay();

const encoders = { jpeg: (bitmap: Bitmap) => encodeJpeg(flattened(bitmap)), webp: encodeWebp };

export type JimpFormat = keyof typeof encoders;

export interface JimpTask extends RenderTask {
  formats: JimpFormat[];
}

/** The name under which the engine calls this file. */
export async function render(task: JimpTask): Promise<Result<Rendering, PictureRefusal>> {
  try {
    const painted = await paintAll(task);
    if (!painted.ok) return painted;
    // The decoded source is needed no more, and is by far the largest thing in memory.
    collectGarbage();
    return accepted({
      files: await encodeAll(painted.value, task.formats),
      placeholder: await placeholderFor(painted.value),
    });
  } finally {
    collectGarbage();
  }
}

async function paintAll(task: RenderTask): Promise<Result<Painted[], PictureRefusal>> {
  const decoded = await decodePicture(task);
  if (!decoded.ok) return refused('PICTURE.CORRUPT', `The picture cannot be decoded: ${decoded.reason}`);
  return accepted(paint(task, decoded.bitmap));
}

/** A source too small to be shrunk gives the same pixels several times: they are encoded once. */
async function encodeAll(painted: Painted[], formats: JimpFormat[]): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const { planned, bitmap } of painted) {
    const twin = painted.find((other) => other.bitmap === bitmap)?.planned.name;
    for (const format of formats) {
      const made = files.find((file) => file.name === twin && file.format === format)?.bytes;
      const bytes = made ?? (await encoders[format](bitmap));
      files.push({ name: planned.name, format, width: planned.width, height: planned.height, bytes });
    }
  }
  return files;
}

function placeholderFor(painted: Painted[]): Promise<string> {
  const smallestWhole = painted.findLast(({ planned }) => !planned.square);
  if (!smallestWhole) throw new Error('No rendition shows the whole picture.');
  const { bitmap } = smallestWhole;
  const size = hashedSize(bitmap);
  const whole = { left: 0, top: 0, width: bitmap.width, height: bitmap.height };
  return thumbHash(shrink(bitmap, whole, size).data, size.width, size.height);
}
