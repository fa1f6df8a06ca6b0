// The fast picture engine, on libvips. It brings a binary for each platform, so it is an optional dependency that is
// loaded only when it is asked for. It computes in threads of its own, the event loop stays free.

import type { PictureRefusal } from '../../pictures/picture';
import type { PictureEngine } from '../../pictures/ports';
import type { Rendering, RenderTask } from '../../pictures/rendering';
import type { RenderedFile, RenditionFormat } from '../../pictures/renditions';
import { accepted, type Result, refused } from '../../shared/result';
import { makeMemoryBudget } from '../memory-budget';
import { memoryMbOf, mostMemoryMb, refusedForMemory } from '../memory-need';
import { hashedSize, thumbHash } from '../thumb-hash';
import type { SharpPainted } from './sharp-pixels';
import { fromPixels, pixelsOf, type SharpLibrary, shrunk } from './sharp-pixels';
import { paintWithSharp } from './sharp-source';

export interface SharpEngineOptions {
  /** To make, of those that it can. */
  formats?: RenditionFormat[];
  /** Ends a step of a rendering: some files are made to keep a decoder busy. */
  timeoutSeconds?: number;
  /** Finds the library. @throws when it is not there. */
  load?: () => SharpLibrary;
}

export interface SharpEngine extends PictureEngine {
  /** Nothing is left running: it is there because every engine has it. */
  close(): Promise<void>;
}

const allFormats: RenditionFormat[] = ['jpeg', 'webp', 'avif'];
/** At these the formats look alike; AVIF at an effort that takes a few times as long as WebP. */
const options = { jpeg: { quality: 80 }, webp: { quality: 80 }, avif: { quality: 55, effort: 2 } } as const;
const mostAtWork = 2;
const usualTimeoutSeconds = 60;

/** @throws Error that tells what to do when sharp is not there, or not for this platform. */
export function makeSharpEngine(settings: SharpEngineOptions = {}): SharpEngine {
  const { timeoutSeconds = usualTimeoutSeconds, load = () => require('sharp') as SharpLibrary } = settings;
  const sharp = loaded(load);
  // Nothing is asked for twice.
  sharp.cache(false);
  const formats = allFormats.filter((format) => settings.formats?.includes(format) ?? true);
  const budget = makeMemoryBudget(mostAtWork, mostMemoryMb);
  return {
    render: async (task) =>
      refusedForMemory(task) ?? budget.run(memoryMbOf(task), () => render(sharp, task, formats, timeoutSeconds)),
    close: () => Promise.resolve(),
  };
}

function loaded(load: () => SharpLibrary): SharpLibrary {
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
  const painted = await paintWithSharp(sharp, task, seconds);
  if (!painted.ok) return refused('PICTURE.CORRUPT', `The picture cannot be decoded: ${painted.reason}`);
  const files = painted.value.flatMap((one) => formats.map((format) => encode(sharp, one, format)));
  return accepted({ files: await Promise.all(files), placeholder: await placeholderOf(sharp, painted.value, seconds) });
}

async function encode(
  sharp: SharpLibrary,
  { planned, pixels }: SharpPainted,
  format: RenditionFormat,
): Promise<RenderedFile> {
  const pipeline = fromPixels(sharp, pixels);
  if (format === 'jpeg') pipeline.flatten({ background: 'white' });
  const bytes = await pipeline.toFormat(format, options[format]).toBuffer();
  return { name: planned.name, format, width: planned.width, height: planned.height, bytes };
}

async function placeholderOf(sharp: SharpLibrary, painted: SharpPainted[], seconds: number): Promise<string> {
  const smallestWhole = painted.findLast(({ planned }) => !planned.square);
  if (!smallestWhole) throw new Error('No rendition shows the whole picture.');
  const size = { ...smallestWhole.planned, ...hashedSize(smallestWhole.planned) };
  const small = shrunk(fromPixels(sharp, smallestWhole.pixels), smallestWhole.pixels, size).ensureAlpha();
  const { data, width, height } = await pixelsOf(small, seconds);
  return thumbHash(data, width, height);
}
