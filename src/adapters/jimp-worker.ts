// What runs in the engine's worker threads: decode once, then make each rendition from the one it is planned from.
// The orientation is applied after the first shrinking, where it costs a fraction.

import { Jimp } from 'jimp';
import { swapsSides } from '../pictures/exif';
import type { PictureRefusal } from '../pictures/picture';
import type { Rendering, RenderTask } from '../pictures/ports';
import type { PlannedRendition, RenderedFile } from '../pictures/renditions';
import { accepted, type Result, refused } from '../shared/result';
import { type Bitmap, flatten, upright } from './bitmap';
import { type Decoded, decodeJpeg, encodeJpeg } from './mozjpeg-codec';
import { placeholderOf } from './placeholder';
import { holdsTooMuchData } from './png-data';

/** The name under which the engine calls this file. */
export async function render(task: RenderTask): Promise<Result<Rendering, PictureRefusal>> {
  const decoded = task.type === 'jpeg' ? await decodeJpeg(task.source) : await decodePng(task.source);
  if (!decoded.ok) return refused('PICTURE.CORRUPT', `The picture cannot be decoded: ${decoded.reason}`);
  const { width, height } = decoded.bitmap;
  if (width !== task.width || height !== task.height) {
    return refused('PICTURE.CORRUPT', 'The picture decodes to another size than its header tells.');
  }
  return accepted(await renderAll(task, decoded.bitmap));
}

async function renderAll({ plan, orientation }: RenderTask, source: Bitmap): Promise<Rendering> {
  const done = new Map<string, { bitmap: Bitmap; file: RenderedFile }>();
  const fromSource = (planned: PlannedRendition) => {
    const { width, height } = planned;
    const stored = swapsSides(orientation) ? { width: height, height: width } : { width, height };
    return upright(shrink(source, { ...planned, ...stored }), orientation);
  };
  for (const planned of plan) {
    const { name, width, height } = planned;
    const from = done.get(planned.from);
    const bitmap = from ? shrink(from.bitmap, planned) : fromSource(planned);
    // A source too small to be shrunk gives the same pixels several times: they are encoded once.
    const bytes = from && bitmap === from.bitmap ? from.file.bytes : await encodeJpeg(bitmap);
    done.set(name, { bitmap, file: { name, format: 'jpeg', width, height, bytes } });
  }
  const files = [...done.values()].map(({ file }) => file);
  const smallest = [...done.values()].at(-1)?.bitmap ?? source;
  return { files, placeholder: await placeholderOf(smallest) };
}

/** A smaller picture, of which a square is the centre; the picture itself when nothing has to be done. */
function shrink(bitmap: Bitmap, { width, height, square }: PlannedRendition): Bitmap {
  const side = Math.min(bitmap.width, bitmap.height);
  if (bitmap.width === width && bitmap.height === height) return bitmap;
  const image = new Jimp({ ...bitmap });
  if (square) {
    const [x, y] = [bitmap.width, bitmap.height].map((length) => Math.floor((length - side) / 2));
    image.crop({ x: x ?? 0, y: y ?? 0, w: side, h: side });
  }
  // Without a `mode` each new pixel is the average of all the old ones it covers.
  if (image.bitmap.width !== width || image.bitmap.height !== height) image.resize({ w: width, h: height });
  return image.bitmap;
}

async function decodePng(file: Uint8Array): Promise<Decoded> {
  if (holdsTooMuchData(file)) return { ok: false, reason: 'it holds more than its header tells.' };
  try {
    const { bitmap } = await Jimp.fromBuffer(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
    flatten(bitmap);
    return { ok: true, bitmap };
  } catch (error) {
    // Short of memory. With a code it is Node's word for a read past the end of the file.
    if (error instanceof RangeError && !('code' in error)) throw error;
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
