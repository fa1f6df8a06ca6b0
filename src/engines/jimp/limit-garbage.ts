// Pixels and codecs take many MB outside the heap, which the garbage collector hardly notices: left alone, it lets several
// hundred pile up. What can be freed without it is freed at once; of the rest only so much may pile up.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { forgetInstances } from '../wasm/kept-instances';

/** How much may come to this thread's memory outside the heap before the collector is called. */
const mostMb = 24;

let collect: (() => void) | undefined;
/** The least memory outside the heap since the last collection. */
let least = Number.POSITIVE_INFINITY;

/** Collects garbage if more than the limit may have piled up in this thread; that takes some milliseconds. */
export function limitGarbage(): void {
  const { external } = process.memoryUsage();
  least = Math.min(least, external);
  if (external - least <= mostMb * 1e6) return;
  collectGarbage();
  // V8 counts what it has freed a little later: the next call sees it.
  least = external;
}

/** Lets go of all that this thread keeps for its next picture. */
export function makeRoom(): void {
  forgetInstances();
  collectGarbage();
}

function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

/** TypeScript declares it from ES2024 on. */
interface Transferable {
  transfer(length: number): ArrayBuffer;
}

/** Frees a file's memory, without the collector. Nobody can use it afterwards. */
export function free({ buffer }: Uint8Array<ArrayBuffer>): void {
  (buffer as ArrayBuffer & Transferable).transfer(0);
}
