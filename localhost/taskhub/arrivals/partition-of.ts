// The control queue of an instance or entity: as in the Azure Storage provider, a hash of its id decides.

/** FNV-1a, 32 bit, of the UTF-8 text. */
export function partitionOf(id: string, partitionCount: number): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % partitionCount;
}
