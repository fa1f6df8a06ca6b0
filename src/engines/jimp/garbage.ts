// A decoded picture takes hundreds of MB outside of the heap, which the garbage collector hardly sees: left alone, it
// lets two or three of them pile up.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Gives back the memory of what is not used any more, at once; takes some milliseconds of this thread. */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
