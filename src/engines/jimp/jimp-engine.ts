// The picture engine that runs everywhere: jimp and WebAssembly codecs in worker threads, so that rendering does not block
// the event loop. Threads start with the first picture and stop when there are none.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Piscina from 'piscina';
import type { PictureRefusal } from '../../pictures/picture';
import type { PictureEngine } from '../../pictures/ports';
import type { Rendering } from '../../pictures/rendering';
import type { RenditionFormat } from '../../pictures/renditions';
import { type Result, refused } from '../../shared/result';
import { makeMemoryBudget } from '../memory-budget';
import { maxMemoryMb, memoryMbOf, memoryRefusal } from '../memory-need';
import type { JimpFormat, JimpTask } from './jimp-worker';

export interface JimpEngineOptions {
  /** The compiled jimp-worker; by default the one beside this file. */
  workerFile?: string;
  /** Formats to make; by default all that the engine supports. */
  formats?: RenditionFormat[];
  /** Ends a rendering together with its thread: some files are crafted to keep a decoder busy. */
  timeoutMs?: number;
}

export interface JimpEngine extends PictureEngine {
  /** Stops the threads and their current work. */
  close(): Promise<void>;
}

const allFormats: JimpFormat[] = ['jpeg', 'webp'];
const maxThreadCount = 2;
/** CMYK is decoded by jimp's own JPEG decoder, which takes 70 bytes per pixel. */
const maxCmykPixels = 4_000_000;
/** An idle thread keeps some 50 MB, which the other one may need for a large picture. */
const idleMs = 500;
const defaultTimeoutMs = 60_000;

export function makeJimpEngine(options: JimpEngineOptions = {}): JimpEngine {
  const { workerFile = join(__dirname, 'jimp-worker.js'), timeoutMs = defaultTimeoutMs } = options;
  const formats = allFormats.filter((format) => options.formats?.includes(format) ?? true);
  const threads = Math.min(availableParallelism(), maxThreadCount);
  const pool = new Piscina<JimpTask, Result<Rendering, PictureRefusal>>({
    filename: workerFile,
    name: 'render',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMs,
  });
  const budget = makeMemoryBudget(threads, maxMemoryMb);

  return {
    async render(task) {
      const { width, height, colours, source } = task;
      const pixels = width * height;
      if (colours === 'cmyk' && pixels > maxCmykPixels) return tooManyForCmyk(pixels);
      const refusal = memoryRefusal(task);
      if (refusal) return refusal;
      // The time limit starts when the work starts: waiting in the queue does not count.
      return budget.run(colours === 'cmyk' ? maxMemoryMb : memoryMbOf(task), async () => {
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

function tooManyForCmyk(pixels: number): Result<never, PictureRefusal> {
  const limits = `at most ${maxCmykPixels / 1e6} are accepted in CMYK, and 50 in RGB`;
  return refused('PICTURE.TOO_MANY_PIXELS', `${(pixels / 1e6).toFixed(1)} megapixels in CMYK: ${limits}.`);
}
