// Runs in the engine's worker threads: decodes once, makes each rendition from the next larger one, encodes them.

import type { PictureRefusal } from '../../pictures/picture';
import type { Rendering, RenderTask } from '../../pictures/rendering';
import type { RenderedFile } from '../../pictures/renditions';
import { accepted, type Result, refused } from '../../shared/result';
import { tryDecode } from '../decode/try-decode';
import { memoryMbOf } from '../memory-need';
import { bufferOf } from '../pixels/bitmap';
import { possibleReduction } from '../reduction';
import { hashedSize, thumbHash } from '../thumb-hash';
import { free, limitGarbage, makeRoom } from './limit-garbage';
import { lowerThreadPriority } from './lower-thread-priority';
import { PictureJimp, readAsStored } from './picture-jimp';
import { type RenderedPicture, renderPlan } from './render-plan';

lowerThreadPriority();

/** A picture that takes more gets all the memory that its thread can spare. */
const largeMb = 100;

const encoders = {
  jpeg: ({ image, opaque }: RenderedPicture) =>
    (opaque ? image : new PictureJimp(image.bitmap).flatten()).getBuffer('image/jpeg'),
  webp: ({ image }: RenderedPicture) => image.getBuffer('image/webp'),
};

export type JimpFormat = keyof typeof encoders;

export interface JimpTask extends RenderTask {
  formats: JimpFormat[];
}

/** The entry point of the worker thread. */
export async function render(task: JimpTask): Promise<Result<Rendering, PictureRefusal>> {
  if (memoryMbOf(task) > largeMb) makeRoom();
  const rendered = await decodeAndRender(task);
  free(task.source);
  // The decoded source is no longer needed, and may be by far the largest object in memory.
  limitGarbage();
  if (!rendered.ok) return rendered;
  const files = await encodeAll(rendered.value, task.formats);
  const placeholder = await placeholderFor(rendered.value);
  limitGarbage();
  return accepted({ files, placeholder });
}

async function decodeAndRender(task: RenderTask): Promise<Result<RenderedPicture[], PictureRefusal>> {
  const decoded = await tryDecode(() => {
    // Each thread renders one picture at a time, so it decodes no other one before this one is done.
    const options = { reduction: possibleReduction(task), borrow: true };
    return readAsStored(bufferOf(task.source), task, options);
  });
  if (!decoded.ok) return refused('PICTURE.CORRUPT', `The picture cannot be decoded: ${decoded.reason}`);
  return accepted(renderPlan(task, decoded.value));
}

/** A source too small to be shrunk gives several renditions with the same pixels: they are encoded once. */
async function encodeAll(rendered: RenderedPicture[], formats: JimpFormat[]): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const one of rendered) {
    const { planned, image } = one;
    const samePixels = rendered.find((other) => other.image.bitmap.data === image.bitmap.data)?.planned.name;
    for (const format of formats) {
      const encoded = files.find((file) => file.name === samePixels && file.format === format)?.bytes;
      const bytes = encoded ?? new Uint8Array(await encoders[format](one));
      files.push({ name: planned.name, format, width: planned.width, height: planned.height, bytes });
    }
  }
  return files;
}

function placeholderFor(rendered: RenderedPicture[]): Promise<string> {
  const smallestUncropped = rendered.findLast(({ planned }) => !planned.square);
  if (!smallestUncropped) throw new Error('No rendition shows the uncropped picture.');
  const { width, height } = hashedSize(smallestUncropped.image);
  const image = new PictureJimp(smallestUncropped.image.bitmap).shrink({ w: width, h: height });
  return thumbHash(image.bitmap.data, width, height);
}
