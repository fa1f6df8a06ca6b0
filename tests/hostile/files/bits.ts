// Writes bits, for formats with less than a byte per pixel: JPEG fills bytes from the most significant bit, GIF and WebP from
// the least significant.

export interface BitWriter {
  /** Appends the lowest `count` bits of a value. */
  write(value: number, count: number): void;
  /** Appends `count` zero bits; fast even for millions. */
  zeros(count: number): void;
  /** The bytes so far; the last one is filled with `filler`. */
  bytes(filler?: 0 | 1): Buffer;
}

type Order = 'highestFirst' | 'lowestFirst';

export function makeBitWriter(order: Order): BitWriter {
  const parts: Buffer[] = [];
  let pending: number[] = [];
  const flush = () => {
    const whole = pending.length - (pending.length % 8);
    parts.push(packed(pending.slice(0, whole), order));
    pending = pending.slice(whole);
  };
  const write = (value: number, count: number) => {
    for (let bit = 0; bit < count; bit++) {
      const shift = order === 'highestFirst' ? count - 1 - bit : bit;
      pending.push((value >>> shift) & 1);
    }
  };
  return {
    write,
    zeros(count) {
      const toBoundary = Math.min(count, (8 - (pending.length % 8)) % 8);
      write(0, toBoundary);
      flush();
      parts.push(Buffer.alloc(Math.floor((count - toBoundary) / 8)));
      write(0, (count - toBoundary) % 8);
    },
    bytes(filler = 0) {
      while (pending.length % 8 !== 0) pending.push(filler);
      flush();
      return Buffer.concat(parts);
    },
  };
}

function packed(bits: number[], order: Order): Buffer {
  const bytes = Buffer.alloc(bits.length / 8);
  for (const [index, bit] of bits.entries()) {
    const at = index >> 3;
    const shift = order === 'highestFirst' ? 7 - (index & 7) : index & 7;
    bytes[at] = (bytes[at] ?? 0) | (bit << shift);
  }
  return bytes;
}
