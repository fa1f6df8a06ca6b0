// Makes the renditions with wasm-vips, libvips in WebAssembly, which needs no native binary either. WASM_VIPS names a
// folder in which it is installed. Two threads with an instance each, as our engine has.

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MakeRenderer } from './renderer';

const threads = 2;

/** Whether the bench was told where wasm-vips is installed. */
export function hasWasmVips(): boolean {
  return process.env.WASM_VIPS !== undefined;
}

export const wasmVips: MakeRenderer = async (set) => {
  const library = createRequire(join(resolve(process.env.WASM_VIPS ?? ''), 'x')).resolve('wasm-vips');
  const file = join(__dirname, 'wasm-vips-worker.js');
  const idle = Array.from({ length: threads }, () => new Worker(file, { workerData: { library, set } }));
  const workers = [...idle];
  return {
    async render(source) {
      const worker = idle.pop();
      if (!worker) throw new Error(`More than ${threads} pictures at a time.`);
      const answer = once(worker, 'message');
      worker.postMessage(Uint8Array.from(source));
      const [files] = (await answer) as [number];
      idle.push(worker);
      return files;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
};
