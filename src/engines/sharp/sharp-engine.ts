// The fast picture engine, with sharp (libvips). It needs a binary per platform, so it is an optional dependency that is
// loaded only when it is configured. It works in threads of its own, so the event loop stays free.

import type { PictureRefusal } from '../../pictures/picture';
import type { PictureEngine } from '../../pictures/ports';
import type { Rendering, RenderTask } from '../../pictures/rendering';
import type { RenderedFile, RenditionFormat } from '../../pictures/renditions';
import { accepted, type Result, refused } from '../../shared/result';
import { makeMemoryBudget } from '../memory-budget';
import { maxMemoryMb, memoryMbOf, memoryRefusal } from '../memory-need';
import { hashedSize, thumbHash } from '../thumb-hash';
import { renderWithSharp } from './render-with-sharp';
import type { SharpRendition } from './sharp-pixels';
import { fromPixels, pixelsOf, type SharpLibrary, shrinkTo } from './sharp-pixels';

export interface SharpEngineOptions {
  /** Formats to make; by default all that the engine supports. */
  formats?: RenditionFormat[];
  /** Limits each step of a rendering: some files are crafted to keep a decoder busy. */
  timeoutSeconds?: number;
  /** Loads the library. @throws when it is not installed. */
  load?: () => SharpLibrary;
}

export interface SharpEngine extends PictureEngine {
  /** Does nothing, as nothing keeps running; every engine has it. */
  close(): Promise<void>;
}

const allFormats: RenditionFormat[] = ['jpeg', 'webp', 'avif'];
/** These qualities look alike. This AVIF effort takes a few times as long as WebP. */
const options = { jpeg: { quality: 80 }, webp: { quality: 80 }, avif: { quality: 55, effort: 2 } } as const;
const maxConcurrent = 2;
const defaultTimeoutSeconds = 60;

/** @throws Error with advice when sharp is not installed, or not for this platform. */
export function makeSharpEngine(settings: SharpEngineOptions = {}): SharpEngine {
  const { timeoutSeconds = defaultTimeoutSeconds, load = () => require('sharp') as SharpLibrary } = settings;
  const sharp = loadSharp(load);
  // The cache would not help: nothing is read twice.
  sharp.cache(false);
  const formats = allFormats.filter((format) => settings.formats?.includes(format) ?? true);
  const budget = makeMemoryBudget(maxConcurrent, maxMemoryMb);
  return {
    render: async (task) =>
      memoryRefusal(task) ?? budget.run(memoryMbOf(task), () => render(sharp, task, formats, timeoutSeconds)),
    close: () => Promise.resolve(),
  };
}

function loadSharp(load: () => SharpLibrary): SharpLibrary {
  try {
    return load();
  } catch (cause) {
    const message = 'PICTURE_ENGINE is sharp, but the package sharp cannot be loaded: install it, or choose jimp.';
    throw new Error(message, { cause });
  }
}

async function render(
  sharp: SharpLibrary,
  task: RenderTask,
  formats: RenditionFormat[],
  seconds: number,
): Promise<Result<Rendering, PictureRefusal>> {
  const rendered = await renderWithSharp(sharp, task, seconds);
  if (!rendered.ok) return refused('PICTURE.CORRUPT', `The picture cannot be decoded: ${rendered.reason}`);
  const files = rendered.value.flatMap((one) => formats.map((format) => encode(sharp, one, format)));
  return accepted({
    files: await Promise.all(files),
    placeholder: await placeholderOf(sharp, rendered.value, seconds),
  });
}

async function encode(
  sharp: SharpLibrary,
  { planned, pixels }: SharpRendition,
  format: RenditionFormat,
): Promise<RenderedFile> {
  const pipeline = fromPixels(sharp, pixels);
  if (format === 'jpeg') pipeline.flatten({ background: 'white' });
  const bytes = await pipeline.toFormat(format, options[format]).toBuffer();
  return { name: planned.name, format, width: planned.width, height: planned.height, bytes };
}

async function placeholderOf(sharp: SharpLibrary, rendered: SharpRendition[], seconds: number): Promise<string> {
  const smallestUncropped = rendered.findLast(({ planned }) => !planned.square);
  if (!smallestUncropped) throw new Error('No rendition shows the uncropped picture.');
  const size = { ...smallestUncropped.planned, ...hashedSize(smallestUncropped.planned) };
  const small = shrinkTo(fromPixels(sharp, smallestUncropped.pixels), smallestUncropped.pixels, size).ensureAlpha();
  const { data, width, height } = await pixelsOf(small, seconds);
  return thumbHash(data, width, height);
}
