// Reads the Huffman codes and bits in the scan data of a JPEG (ITU T.81, annexes C and F), as decoders do.

/** Thrown when the data ends or contains a code that its table does not have. */
export class JpegDataDamaged extends Error {}

export interface JpegCodes {
  /** For each prefix of eight bits, the length of its code times 256 and the symbol; 0 when the code is longer. */
  short: Uint16Array;
  /** For each length, the first code that is too large for it, the first code, and the index of that one's symbol. */
  end: Int32Array;
  first: Int32Array;
  index: Int32Array;
  symbols: Uint8Array;
}

const shortBits = 8;
const longestCode = 16;

/** @param counts how many codes there are of each length, 1 to 16 bits. */
export function makeJpegCodes(counts: Uint8Array, symbols: Uint8Array): JpegCodes {
  const codes: JpegCodes = {
    short: new Uint16Array(1 << shortBits),
    end: new Int32Array(longestCode + 1),
    first: new Int32Array(longestCode + 1),
    index: new Int32Array(longestCode + 1),
    symbols,
  };
  let [code, at] = [0, 0];
  for (let length = 1; length <= longestCode; length++) {
    const count = counts[length - 1] ?? 0;
    codes.first[length] = code;
    codes.index[length] = at;
    codes.end[length] = code + count;
    for (let left = count; left > 0 && length <= shortBits; left--, at++, code++) {
      const from = code << (shortBits - length);
      codes.short.fill((length << 8) | (symbols[at] ?? 0), from, from + (1 << (shortBits - length)));
    }
    if (length > shortBits) [code, at] = [code + count, at + count];
    code <<= 1;
  }
  return codes;
}

export interface JpegBits {
  /** The next symbol. @throws JpegDataDamaged */
  symbol(codes: JpegCodes): number;
  /** The next bits as a number; 16 at most. @throws JpegDataDamaged */
  bits(count: number): number;
  /** Drops the rest of a byte, and returns the position of the next byte. */
  endOfInterval(): number;
  /** Goes on at a position, behind a restart marker. */
  restartAt(position: number): void;
}

/** Reads from a position up to the next marker. */
export function makeJpegBits(file: Uint8Array, from: number): JpegBits {
  let at = from;
  let [pending, pendingBits] = [0, 0];

  /** Appends bytes until there are 17 bits; stops at a marker and at the end of the file. */
  function fill(): void {
    while (pendingBits <= 16 && at < file.length) {
      const byte = file[at] ?? 0;
      if (byte === 0xff) {
        if (file[at + 1] !== 0) return;
        at++;
      }
      at++;
      pending = ((pending << 8) | byte) & 0xffffff;
      pendingBits += 8;
    }
  }

  function bits(count: number): number {
    if (pendingBits < count) fill();
    if (pendingBits < count) throw new JpegDataDamaged('its data ends before its last pixels.');
    pendingBits -= count;
    return (pending >>> pendingBits) & ((1 << count) - 1);
  }

  return {
    bits,
    symbol({ short, end, first, index, symbols }) {
      if (pendingBits < longestCode) fill();
      // What is missing at the end of the data counts as zero, as long as the code itself is there.
      const ahead =
        pendingBits >= longestCode ? pending >>> (pendingBits - longestCode) : pending << (longestCode - pendingBits);
      const found = short[(ahead >>> shortBits) & 0xff] ?? 0;
      if (found !== 0) {
        bits(found >>> 8);
        return found & 0xff;
      }
      for (let length = 1; length <= longestCode; length++) {
        const code = (ahead & 0xffff) >>> (longestCode - length);
        if (code >= (end[length] ?? 0) || code < (first[length] ?? 0)) continue;
        bits(length);
        return symbols[(index[length] ?? 0) + code - (first[length] ?? 0)] ?? 0;
      }
      throw new JpegDataDamaged(
        pendingBits < longestCode ? 'its data ends before its last pixels.' : 'it uses an undefined code.',
      );
    },
    endOfInterval() {
      // Whole bytes that were read ahead belong to what follows.
      for (; pendingBits >= 8; pendingBits -= 8) at -= file[at - 1] === 0 && file[at - 2] === 0xff ? 2 : 1;
      [pending, pendingBits] = [0, 0];
      return at;
    },
    restartAt(position) {
      at = position;
      [pending, pendingBits] = [0, 0];
    },
  };
}
