// A decoded picture takes hundreds of MB outside the heap, which the garbage collector hardly notices: left alone, it lets
// two or three of them pile up.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Frees unused memory at once; blocks this thread for some milliseconds. */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
