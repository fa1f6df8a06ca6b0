// The kernel that shrinks pictures (kernels/shrink.ts), one instance for each thread.

import { type Kernel, kernelOf, newKernel } from '../wasm/kernel';

interface Functions {
  halveOpaque(to: number, above: number, below: number, width: number): void;
  halve(to: number, above: number, below: number, width: number): void;
  toFloats(to: number, from: number, width: number, opaque: boolean): void;
  resampleRow(
    to: number,
    from: number,
    width: number,
    first: number,
    count: number,
    weights: number,
    stride: number,
  ): void;
  sumRows(to: number, rows: number, weights: number, count: number, width: number, opaque: boolean): void;
}

export type ShrinkKernel = Kernel<Functions>;

export const shrinkKernel = kernelOf<Functions>('shrinkKernel');
export const newShrinkKernel = () => newKernel<Functions>('shrinkKernel');
