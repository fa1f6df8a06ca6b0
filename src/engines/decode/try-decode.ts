// Tells a damaged file from a decoder that ran out of memory.

export type Decoded<T> = { ok: true; value: T } | { ok: false; reason: string };

/**
 * Runs a decoder that throws when the file is damaged.
 * @throws RangeError when memory runs out, which says nothing about the file.
 */
export async function tryDecode<T>(decode: () => T | Promise<T>): Promise<Decoded<T>> {
  try {
    return { ok: true, value: await decode() };
  } catch (error) {
    if (isOutOfMemory(error)) throw new RangeError('The decoder ran out of memory.', { cause: error });
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** V8 throws a RangeError and Emscripten aborts. A RangeError with a `code` is Node's error for a read past the end of the file. */
function isOutOfMemory(error: unknown): boolean {
  if (error instanceof RangeError) return !('code' in error) && /alloc|length|memory/i.test(error.message);
  return /out of memory|OOM|Cannot enlarge memory/i.test(String(error));
}
