// The picture engine on jimp in worker threads: painting takes seconds of pure computing, in which the event loop of
// the app has to stay free. Threads start with the first picture and end when there are none.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Piscina from 'piscina';
import type { PictureRefusal } from '../pictures/picture';
import type { PictureEngine, Rendering, RenderTask } from '../pictures/ports';
import type { Result } from '../shared/result';

export interface JimpEngineOptions {
  /** The compiled jimp-worker; it lies beside this file unless told otherwise. */
  workerFile?: string;
  /** Ends a rendering, thread and all: some files are made to keep a decoder busy. */
  timeoutMs?: number;
}

export interface JimpEngine extends PictureEngine {
  /** Ends the threads and whatever they are doing. */
  close(): Promise<void>;
}

/** Each picture at work takes up to several hundred MB, so more cores do not mean more pictures. */
const mostThreads = 2;
const idleMs = 10_000;
const usualTimeoutMs = 60_000;

export function makeJimpEngine(options: JimpEngineOptions = {}): JimpEngine {
  const { workerFile = join(__dirname, 'jimp-worker.js'), timeoutMs = usualTimeoutMs } = options;
  const threads = Math.min(availableParallelism(), mostThreads);
  const pool = new Piscina<RenderTask, Result<Rendering, PictureRefusal>>({
    filename: workerFile,
    name: 'render',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMs,
  });
  const turns = makeTurns(threads);

  return {
    render: (task) =>
      // The time limit counts from the turn: what waits for others is not to blame.
      turns(async () => {
        const signal = AbortSignal.timeout(timeoutMs);
        try {
          return await pool.run(task, { signal, transferList: [task.source.buffer] });
        } catch (cause) {
          if (!signal.aborted) throw cause;
          throw new Error(`A picture of ${task.width} × ${task.height} took longer than ${timeoutMs} ms.`, { cause });
        }
      }),
    close: () => pool.destroy(),
  };
}

/** Runs at most `places` pieces of work at a time, in the order they came. */
function makeTurns(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
