// The kernel that encodes JPEGs (kernels/jpeg.ts), one instance for each thread.

import { type Kernel, kernelOf } from '../wasm/kernel';

interface Functions {
  begin(counts: number, steps: number): void;
  convert(rows: number, width: number, padded: number, luma: number, blue: number, red: number): void;
  encodeUnits(
    units: number,
    padded: number,
    luma: number,
    blue: number,
    red: number,
    lumaScales: number,
    chromaScales: number,
    tokens: number,
  ): number;
  writeBits(tokens: number, end: number, codes: number, to: number): number;
  finish(to: number): number;
}

export type JpegKernel = Kernel<Functions>;

export const jpegKernel = kernelOf<Functions>('jpegKernel');
