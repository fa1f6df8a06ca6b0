// The picture engine that runs everywhere: jimp and WebAssembly codecs in worker threads, so that rendering does not block
// the event loop. Threads start with the first picture and stop when there are none.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Piscina from 'piscina';
import type { PictureRefusal } from '../../pictures/picture';
import type { PictureEngine } from '../../pictures/ports';
import type { Rendering } from '../../pictures/rendering';
import type { RenditionFormat } from '../../pictures/renditions';
import type { Result } from '../../shared/result';
import { makeMemoryBudget } from '../memory-budget';
import { maxMemoryMb, memoryMbOf, memoryRefusal } from '../memory-need';
import { sharedModules } from '../wasm/shared-modules';
import type { JimpFormat, JimpTask } from './jimp-worker';

export interface JimpEngineOptions {
  /** The compiled jimp-worker; by default the one beside this file. */
  workerFile?: string;
  /** Formats to make; by default all that the engine supports. */
  formats?: RenditionFormat[];
  /** Ends a rendering together with its thread: some files are crafted to keep a decoder busy. */
  timeoutMs?: number;
  /** Ends a thread that has had nothing to do for so long. */
  idleMs?: number;
}

export interface JimpEngine extends PictureEngine {
  /** Stops the threads and their current work. */
  close(): Promise<void>;
}

const allFormats: JimpFormat[] = ['jpeg', 'webp'];
const maxThreadCount = 2;
/**
 * A picture that needs more is rendered alone: beside it, the codecs and the garbage of the other thread would be too much.
 * A JPEG of 12 megapixels needs some 35 MB.
 */
const mostSharedMb = 40;
/** An idle thread keeps some 50 MB, which the other one may need for a large picture. */
const defaultIdleMs = 500;
const defaultTimeoutMs = 60_000;

export function makeJimpEngine(options: JimpEngineOptions = {}): JimpEngine {
  const { workerFile = join(__dirname, 'jimp-worker.js'), timeoutMs = defaultTimeoutMs } = options;
  const { idleMs = defaultIdleMs } = options;
  const formats = allFormats.filter((format) => options.formats?.includes(format) ?? true);
  const threads = Math.min(availableParallelism(), maxThreadCount);
  let pool: Promise<Pool> | undefined;
  const budget = makeMemoryBudget(threads, maxMemoryMb);

  /** The next picture tries again. */
  const forgetPool = (cause: unknown) => {
    pool = undefined;
    throw cause;
  };

  return {
    async render(task) {
      const { width, height, source } = task;
      const refusal = memoryRefusal(task);
      if (refusal) return refusal;
      const needMb = memoryMbOf(task) > mostSharedMb ? maxMemoryMb : mostSharedMb;
      // The time limit starts when the work starts: waiting in the queue does not count.
      return budget.run(needMb, async () => {
        pool ??= makePool(workerFile, threads, idleMs).catch(forgetPool);
        const painters = await pool;
        const signal = AbortSignal.timeout(timeoutMs);
        try {
          return await painters.run({ ...task, formats }, { signal, transferList: [source.buffer] });
        } catch (cause) {
          if (!signal.aborted) throw cause;
          throw new Error(`A picture of ${width} × ${height} took longer than ${timeoutMs} ms.`, { cause });
        }
      });
    },
    close: async () => (await pool)?.destroy(),
  };
}

type Pool = Piscina<JimpTask, Result<Rendering, PictureRefusal>>;

async function makePool(filename: string, maxThreads: number, idleTimeout: number): Promise<Pool> {
  const workerData = { wasmModules: await sharedModules() };
  return new Piscina({ filename, name: 'render', minThreads: 0, maxThreads, idleTimeout, workerData });
}
