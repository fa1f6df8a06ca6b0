// What comes of decoding a file: its pixels as stored, or why there are none.

import type { Bitmap } from '../engines/pixels/bitmap';

export type Decoded = { ok: true; bitmap: Bitmap } | { ok: false; reason: string };

/**
 * Runs a decoder that throws when the file is damaged.
 * @throws RangeError when memory runs out, which says nothing about the file.
 */
export async function decoded(decode: () => Bitmap | Promise<Bitmap>): Promise<Decoded> {
  try {
    return { ok: true, bitmap: await decode() };
  } catch (error) {
    if (isMemoryShort(error)) throw new RangeError('The decoder ran out of memory.', { cause: error });
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** V8 fails an allocation and Emscripten aborts. With a code it is Node's word for a read past the end of the file. */
function isMemoryShort(error: unknown): boolean {
  if (error instanceof RangeError) return !('code' in error) && /alloc|length|memory/i.test(error.message);
  return /out of memory|OOM|Cannot enlarge memory/i.test(String(error));
}
