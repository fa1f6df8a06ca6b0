// Encodes JPEGs: baseline, halved chroma, the best Huffman tables. Like libjpeg with MozJPEG's table, but without its search for
// cheaper coefficients, which takes four fifths of the time for the same bytes at the same quality (docs/decisions.md).

import type { JimpBitmap } from '../pixels/bitmap';
import { bestHuffmanTable, codesOf } from './huffman-table';
import { type JpegKernel, jpegKernel } from './jpeg-kernel';
import { endOfImage, jpegHead, zigzag } from './jpeg-segments';
import { quantisationScales, quantisationSteps } from './quantisation';

/** Pixels on each side of a unit: four blocks of luma, one of either chroma. */
const unitSide = 16;
/** A unit's six blocks give at most 65 symbols each, of four bytes. */
const mostUnitBytes = 6 * 65 * 4;
const leastPieceBytes = 256 * 1024;
/** As the kernel writes them. */
const mostBytesOfToken = 8;
const tableCount = 4;

/** Where symbols are in the kernel's memory. */
interface Piece {
  begin: number;
  end: number;
}

/**
 * A JPEG without metadata; the alpha channel is ignored.
 * @param quality 1 to 100, on libjpeg's scale.
 */
export function encodeJpeg(bitmap: JimpBitmap, quality: number): Buffer {
  const { width, height } = bitmap;
  const kernel = jpegKernel();
  const counts = kernel.reserve(tableCount * 1024);
  const steps = quantisationSteps(quality);
  kernel.begin(counts, kernel.put(transposedZigzag));
  const pieces = symbolsOf(kernel, bitmap, kernel.put(quantisationScales(steps)));
  const frequencies = new Uint32Array(kernel.bytes(counts, tableCount * 1024).slice().buffer);
  const tables = Array.from({ length: tableCount }, (_, at) =>
    bestHuffmanTable(frequencies.subarray(at * 256, at * 256 + 256)),
  );
  const codes = kernel.put(Uint32Array.from(tables.flatMap((table) => [...codesOf(table)])));
  const coded = bitsOf(kernel, pieces, codes);
  return Buffer.concat([jpegHead({ width, height, steps, tables }), ...coded, endOfImage]);
}

/** For each step of the zigzag, the byte offset in a transposed block of two-byte levels. */
const transposedZigzag = Uint8Array.from(zigzag, (at) => ((at & 7) * 8 + (at >> 3)) * 2);

/** Turns the picture into symbols, one row of units after the other. */
function symbolsOf(kernel: JpegKernel, { data, width, height }: JimpBitmap, scales: number): Piece[] {
  const units = Math.ceil(width / unitSide);
  const padded = units * unitSide;
  const rows = kernel.reserve(padded * unitSide * 4);
  const luma = kernel.reserve(padded * unitSide * 4);
  const [blue, red] = [kernel.reserve(padded * unitSide), kernel.reserve(padded * unitSide)];
  const pieceBytes = Math.max(leastPieceBytes, units * mostUnitBytes);
  const pieces: Piece[] = [];
  let room = 0;
  for (let y = 0; y < height; y += unitSide) {
    for (let row = 0; row < unitSide; row++) {
      // What is below the last row repeats it.
      const from = Math.min(y + row, height - 1) * width * 4;
      kernel.bytes(rows + row * padded * 4, width * 4).set(data.subarray(from, from + width * 4));
    }
    if (room < units * mostUnitBytes) {
      const begin = kernel.reserve(pieceBytes);
      pieces.push({ begin, end: begin });
      room = pieceBytes;
    }
    const piece = pieces.at(-1) as Piece;
    kernel.convert(rows, width, padded, luma, blue, red);
    const end = kernel.encodeUnits(units, padded, luma, blue, red, scales, scales, piece.end);
    room -= end - piece.end;
    piece.end = end;
  }
  return pieces;
}

function bitsOf(kernel: JpegKernel, pieces: Piece[], codes: number): Buffer[] {
  const longest = Math.max(...pieces.map(({ begin, end }) => end - begin));
  const to = kernel.reserve((longest / 4) * mostBytesOfToken + mostBytesOfToken);
  return pieces.map(({ begin, end }, index) => {
    const written = kernel.writeBits(begin, end, codes, to);
    const last = index === pieces.length - 1 ? kernel.finish(written) : written;
    return Buffer.from(kernel.bytes(to, last - to));
  });
}
