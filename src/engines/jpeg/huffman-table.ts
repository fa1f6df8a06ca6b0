// The best Huffman table for symbols that were counted, with codes of at most 16 bits (ITU T.81, annex K.2).

export interface HuffmanTable {
  /** How many codes there are of each length, 1 to 16 bits. */
  counts: Uint8Array;
  /** The symbols, those with the shortest codes first. */
  symbols: Uint8Array;
}

const longest = 16;

/** @param frequencies how often each symbol occurs. */
export function bestHuffmanTable(frequencies: ArrayLike<number>): HuffmanTable {
  const lengths = lengthsOf(frequencies);
  const counts = limited(lengths);
  const used = lengths.slice(0, frequencies.length).map((length, symbol) => ({ length, symbol }));
  const symbols = used.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length || a.symbol - b.symbol);
  return { counts, symbols: Uint8Array.from(symbols, ({ symbol }) => symbol) };
}

/**
 * The length of each symbol's code, which may be too long; 0 when it does not occur. One more symbol takes the code that
 * consists of ones, as no symbol may have it.
 */
function lengthsOf(frequencies: ArrayLike<number>): number[] {
  const weights = [...Array.from(frequencies), 1];
  const lengths = weights.map(() => 0);
  const groups = weights.map((weight, symbol) => ({ weight, symbols: [symbol] })).filter(({ weight }) => weight > 0);
  while (groups.length > 1) {
    // The rarest two become one group; of equally rare ones the highest symbol, so that the extra one gets the longest code.
    groups.sort((a, b) => b.weight - a.weight || Math.max(...a.symbols) - Math.max(...b.symbols));
    const [one, other] = [groups.pop(), groups.pop()];
    if (!one || !other) break;
    const symbols = [...one.symbols, ...other.symbols];
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
    groups.push({ weight: one.weight + other.weight, symbols });
  }
  return lengths;
}

/** How many codes of each length, after those that are too long were shortened (figure K.3), without the extra symbol. */
function limited(lengths: number[]): Uint8Array {
  const counts = new Uint16Array(Math.max(longest, ...lengths) + 1);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  for (let length = counts.length - 1; length > longest; length--) {
    while ((counts[length] ?? 0) > 0) {
      let shorter = length - 2;
      while (counts[shorter] === 0) shorter--;
      add(counts, length, -2);
      add(counts, length - 1, 1);
      add(counts, shorter + 1, 2);
      add(counts, shorter, -1);
    }
  }
  let last = longest;
  while (counts[last] === 0) last--;
  add(counts, last, -1);
  return Uint8Array.from(counts.subarray(1, longest + 1));
}

function add(counts: Uint16Array, length: number, change: number): void {
  counts[length] = (counts[length] ?? 0) + change;
}

/** For each symbol its code, with the code's length in bits 16 and higher (ITU T.81, annex C). */
export function codesOf({ counts, symbols }: HuffmanTable): Uint32Array {
  const codes = new Uint32Array(256);
  let code = 0;
  let next = 0;
  for (const [index, count] of counts.entries()) {
    for (let left = count; left > 0; left--) codes[symbols[next++] ?? 0] = code++ | ((index + 1) << 16);
    code <<= 1;
  }
  return codes;
}
