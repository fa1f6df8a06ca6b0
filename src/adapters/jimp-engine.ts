// The picture engine that runs everywhere, on jimp and codecs in WebAssembly, in worker threads: painting is pure
// computing, in which the event loop of the app has to stay free. Threads start with the first picture and end when
// there are none.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Piscina from 'piscina';
import type { PictureRefusal } from '../pictures/picture';
import type { PictureEngine, Rendering, RenderTask } from '../pictures/ports';
import type { RenditionFormat } from '../pictures/renditions';
import { type Result, refused } from '../shared/result';
import type { JimpFormat, JimpTask } from './jimp-worker';
import { makePixelBudget } from './pixel-budget';

export interface JimpEngineOptions {
  /** The compiled jimp-worker; it lies beside this file unless told otherwise. */
  workerFile?: string;
  /** To make, of those that it can. */
  formats?: RenditionFormat[];
  /** Ends a rendering, thread and all: some files are made to keep a decoder busy. */
  timeoutMs?: number;
}

export interface JimpEngine extends PictureEngine {
  /** Ends the threads and whatever they are doing. */
  close(): Promise<void>;
}

const allFormats: JimpFormat[] = ['jpeg', 'webp'];
const mostThreads = 2;
/** At work at a time. Each takes 4 bytes, and in a JPEG of several scans up to 6 more. */
const mostPixels = 50_000_000;
/** Enough for 50 megapixels in one scan, or in several with subsampled colours; for 35 in several without. */
const mostMemoryMb = 370;
/** What jimp's own JPEG decoder takes 60 bytes a pixel for, in print colours alone. */
const mostCmykPixels = 8_000_000;
const idleMs = 10_000;
const usualTimeoutMs = 60_000;

export function makeJimpEngine(options: JimpEngineOptions = {}): JimpEngine {
  const { workerFile = join(__dirname, 'jimp-worker.js'), timeoutMs = usualTimeoutMs } = options;
  const formats = allFormats.filter((format) => options.formats?.includes(format) ?? true);
  const threads = Math.min(availableParallelism(), mostThreads);
  const pool = new Piscina<JimpTask, Result<Rendering, PictureRefusal>>({
    filename: workerFile,
    name: 'render',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMs,
  });
  const budget = makePixelBudget(threads, mostPixels);

  return {
    async render(task) {
      const { width, height, colours, source } = task;
      const pixels = width * height;
      if (colours === 'cmyk' && pixels > mostCmykPixels) return tooManyForCmyk(pixels);
      if (memoryMbOf(task) > mostMemoryMb) return tooMuchMemory(task);
      // The time limit counts from the turn: what waits for others is not to blame.
      return budget.run(colours === 'cmyk' ? mostPixels : pixels, async () => {
        const signal = AbortSignal.timeout(timeoutMs);
        try {
          return await pool.run({ ...task, formats }, { signal, transferList: [source.buffer] });
        } catch (cause) {
          if (!signal.aborted) throw cause;
          throw new Error(`A picture of ${width} × ${height} took longer than ${timeoutMs} ms.`, { cause });
        }
      });
    },
    close: () => pool.destroy(),
  };
}

/** Of the decoded source, of what its decoder has to keep (two bytes a value), and of the renditions made from it. */
function memoryMbOf({ width, height, keptValues = 0, plan }: RenderTask): number {
  const rendered = plan.reduce((sum, planned) => sum + planned.width * planned.height, 0);
  return (width * height * (4 + 2 * keptValues) + rendered * 4) / 1e6;
}

function tooMuchMemory(task: RenderTask): Result<never, PictureRefusal> {
  const memory = `it takes ${memoryMbOf(task).toFixed(0)} MB to decode, and at most ${mostMemoryMb} are there`;
  const advice = 'as a baseline JPEG it takes less';
  return refused('PICTURE.TOO_MANY_PIXELS', `${task.width} × ${task.height} in several scans: ${memory}; ${advice}.`);
}

function tooManyForCmyk(pixels: number): Result<never, PictureRefusal> {
  const most = `at most ${mostCmykPixels / 1e6} are accepted in CMYK, and 50 in RGB`;
  return refused('PICTURE.TOO_MANY_PIXELS', `${(pixels / 1e6).toFixed(1)} megapixels in print colours: ${most}.`);
}
