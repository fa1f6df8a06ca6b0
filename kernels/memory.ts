// Memory of a kernel: the host reserves what a picture needs, piece by piece, and starts anew with the next picture.

let top: usize = __heap_base;

/** Frees everything that was reserved. The memory itself never shrinks. */
export function clear(): void {
  top = __heap_base;
}

/** Reserves so many bytes, for vectors. @returns where they begin. */
export function reserve(bytes: usize): usize {
  const begin = (top + 15) & ~15;
  top = begin + bytes;
  const missing = <i32>top - (memory.size() << 16);
  if (missing > 0 && memory.grow((missing + 0xffff) >> 16) < 0) unreachable();
  return begin;
}
