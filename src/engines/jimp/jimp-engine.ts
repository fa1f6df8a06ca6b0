// The picture engine that runs everywhere, on jimp and codecs in WebAssembly, in worker threads: painting is pure
// computing, in which the event loop of the app has to stay free. Threads start with the first picture and end when
// there are none.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Piscina from 'piscina';
import type { PictureRefusal } from '../../pictures/picture';
import type { PictureEngine } from '../../pictures/ports';
import type { Rendering } from '../../pictures/rendering';
import type { RenditionFormat } from '../../pictures/renditions';
import { type Result, refused } from '../../shared/result';
import { makeMemoryBudget } from '../memory-budget';
import { memoryMbOf, mostMemoryMb, refusedForMemory } from '../memory-need';
import type { JimpFormat, JimpTask } from './jimp-worker';

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
/** Print colours are for jimp's own JPEG decoder, which takes 70 bytes a pixel. */
const mostCmykPixels = 4_000_000;
/** A thread keeps some 50 MB, which the other one may need for a large picture. */
const idleMs = 500;
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
  const budget = makeMemoryBudget(threads, mostMemoryMb);

  return {
    async render(task) {
      const { width, height, colours, source } = task;
      const pixels = width * height;
      if (colours === 'cmyk' && pixels > mostCmykPixels) return tooManyForCmyk(pixels);
      const refusal = refusedForMemory(task);
      if (refusal) return refusal;
      // The time limit counts from the turn: what waits for others is not to blame.
      return budget.run(colours === 'cmyk' ? mostMemoryMb : memoryMbOf(task), async () => {
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
  const most = `at most ${mostCmykPixels / 1e6} are accepted in CMYK, and 50 in RGB`;
  return refused('PICTURE.TOO_MANY_PIXELS', `${(pixels / 1e6).toFixed(1)} megapixels in print colours: ${most}.`);
}
