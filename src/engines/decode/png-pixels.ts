// Converts rows of PNG samples to RGBA pixels, for every colour type and bit depth (PNG third edition, 6.1 and 11.3.1).

import type { PngChunks } from './png-chunks';

/** Writes the pixels of one unfiltered row: the first at `at`, each further one `step` bytes later. */
export type WritePngPixels = (row: Uint8Array, pixels: number, target: Uint8Array, at: number, step: number) => void;

const samplesOfColourType: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function bitsPerPixel({ bitDepth, colourType }: PngChunks): number {
  return bitDepth * (samplesOfColourType[colourType] ?? 4);
}

/** The converter for the rows of this PNG. */
export function pngPixels(chunks: PngChunks): WritePngPixels {
  if (chunks.colourType === 3) return fromPalette(chunks);
  if (chunks.colourType === 0) return fromGrey(chunks);
  return fromSamples(chunks);
}

function fromPalette({ bitDepth, palette, transparency }: PngChunks): WritePngPixels {
  const colours = palette.length / 3;
  return (row, pixels, target, at, step) => {
    for (let x = 0, to = at; x < pixels; x++, to += step) {
      const index = sampleAt(row, x, bitDepth);
      if (index >= colours) throw new Error('it uses a colour that is not in its palette.');
      target[to] = palette[index * 3] ?? 0;
      target[to + 1] = palette[index * 3 + 1] ?? 0;
      target[to + 2] = palette[index * 3 + 2] ?? 0;
      target[to + 3] = transparency[index] ?? 255;
    }
  };
}

function fromGrey({ bitDepth, transparency }: PngChunks): WritePngPixels {
  const transparent = maskedWordAt(transparency, 0, bitDepth);
  const white = 2 ** Math.min(bitDepth, 8) - 1;
  return (row, pixels, target, at, step) => {
    for (let x = 0, to = at; x < pixels; x++, to += step) {
      const sample = sampleAt(row, x, bitDepth);
      const grey = bitDepth === 16 ? sample >> 8 : (sample * 255) / white;
      target[to] = grey;
      target[to + 1] = grey;
      target[to + 2] = grey;
      target[to + 3] = sample === transparent ? 0 : 255;
    }
  };
}

/** RGB, RGBA, and grey with alpha; of two-byte samples only the first byte is used. */
function fromSamples({ bitDepth, colourType, transparency }: PngChunks): WritePngPixels {
  const bytes = bitDepth / 8;
  const isGrey = colourType === 4;
  const [green, blue, alpha] = (isGrey ? [0, 0, 1] : [1, 2, 3]).map((sample) => sample * bytes);
  const hasAlpha = colourType !== 2;
  const pixelBytes = (isGrey ? 2 : hasAlpha ? 4 : 3) * bytes;
  const isTransparent = hasAlpha ? () => false : transparentColour(transparency, bytes);
  return (row, pixels, target, at, step) => {
    for (let x = 0, from = 0, to = at; x < pixels; x++, from += pixelBytes, to += step) {
      target[to] = row[from] ?? 0;
      target[to + 1] = row[from + (green ?? 0)] ?? 0;
      target[to + 2] = row[from + (blue ?? 0)] ?? 0;
      target[to + 3] = hasAlpha ? (row[from + (alpha ?? 0)] ?? 0) : isTransparent(row, from) ? 0 : 255;
    }
  };
}

function transparentColour(transparency: Uint8Array, bytes: number): (row: Uint8Array, from: number) => boolean {
  const transparent = [0, 2, 4].map((at) => maskedWordAt(transparency, at, bytes * 8));
  if (transparent.includes(undefined)) return () => false;
  return (row, from) => transparent.every((sample, index) => sampleAt(row, from / bytes + index, bytes * 8) === sample);
}

/** Only the bits that samples have count (PNG third edition, 11.3.1.1). */
function maskedWordAt(bytes: Uint8Array, at: number, bitDepth: number): number | undefined {
  const [high, low] = [bytes[at], bytes[at + 1]];
  return high === undefined || low === undefined ? undefined : (high * 256 + low) & (2 ** bitDepth - 1);
}

function sampleAt(row: Uint8Array, index: number, bitDepth: number): number {
  if (bitDepth === 8) return row[index] ?? 0;
  if (bitDepth === 16) return (row[index * 2] ?? 0) * 256 + (row[index * 2 + 1] ?? 0);
  const bit = index * bitDepth;
  return ((row[bit >> 3] ?? 0) >> (8 - bitDepth - (bit & 7))) & (2 ** bitDepth - 1);
}
