// Shrinks the rows of a picture as they come: halves those of one that is far too large, then resamples with Lanczos. It keeps
// a few rows, whatever the picture's size. The work is done by the kernel in kernels/shrink.ts.

import { type LanczosWeights, lanczosWeights } from './lanczos-weights';
import type { ShrinkKernel } from './shrink-kernel';

/** From this scale on, halving first costs no visible quality: a scale of at least 1.2 is left for Lanczos. */
const halvingScale = 2.4;

export interface Extent {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface ShrinkJob {
  /** Size of the rows that come, in pixels, and how many there are. */
  from: { width: number; height: number };
  /** The part of them that is shrunk, which may begin and end within a pixel. */
  extent: Extent;
  /** Size of the result, which is not larger than the extent. */
  to: { width: number; height: number };
  opaque: boolean;
}

export interface RowShrinker {
  /** Takes the next row, at an address in the kernel's memory. */
  push(row: number): void;
}

/**
 * Begins a picture.
 * @param emit gets the address of each row of the result, in order; its pixels are valid until it returns.
 */
export function makeRowShrinker(kernel: ShrinkKernel, job: ShrinkJob, emit: (row: number) => void): RowShrinker {
  const { extent, to } = job;
  const isFarTooLarge = extent.width >= to.width * halvingScale && extent.height >= to.height * halvingScale;
  return isFarTooLarge ? halving(kernel, job, emit) : resampling(kernel, job, emit);
}

/**
 * Halves rows of `width` pixels. An odd last row or column is left out.
 * @param emit gets the address of each halved row, in order; its pixels are valid until it returns.
 */
export function makeRowHalver(
  kernel: ShrinkKernel,
  { width, opaque }: { width: number; opaque: boolean },
  emit: (row: number) => void,
): RowShrinker {
  const kept = kernel.reserve(width * 4);
  const halved = kernel.reserve((width >> 1) * 4);
  const halve = opaque ? kernel.halveOpaque : kernel.halve;
  let isSecond = false;
  return {
    push(row) {
      if (isSecond) {
        halve(halved, kept, row, width >> 1);
        emit(halved);
      } else kernel.copy(kept, row, width * 4);
      isSecond = !isSecond;
    },
  };
}

function halving(kernel: ShrinkKernel, job: ShrinkJob, emit: (row: number) => void): RowShrinker {
  const { from, extent, to, opaque } = job;
  const half = { left: extent.left / 2, top: extent.top / 2, width: extent.width / 2, height: extent.height / 2 };
  const halved = { from: { width: from.width >> 1, height: from.height >> 1 }, extent: half, to, opaque };
  const { push } = makeRowShrinker(kernel, halved, emit);
  return makeRowHalver(kernel, { width: from.width, opaque }, push);
}

/** Resamples each row across as it comes, and emits a row of the result as soon as all its rows are there. */
function resampling(
  kernel: ShrinkKernel,
  { from, extent, to, opaque }: ShrinkJob,
  emit: (row: number) => void,
): RowShrinker {
  const across = lanczosWeights(from.width, extent.left, extent.width / to.width, to.width);
  const down = lanczosWeights(from.height, extent.top, extent.height / to.height, to.height);
  const tables = {
    first: kernel.put(across.first),
    count: kernel.put(across.count),
    weights: kernel.put(across.weights),
  };
  const downWeights = kernel.put(down.weights);
  const floats = kernel.reserve(from.width * 16);
  const kept = Array.from({ length: down.stride }, () => kernel.reserve(to.width * 16));
  const rows = kernel.reserve(down.stride * 4);
  const result = kernel.reserve(to.width * 4);
  const listed = new Uint32Array(down.stride);
  const bytesOfListed = new Uint8Array(listed.buffer);
  const listRows = (y: number, count: number) => {
    for (let at = 0; at < count; at++) listed[at] = kept[((down.first[y] ?? 0) + at) % kept.length] ?? 0;
    kernel.bytes(rows, listed.byteLength).set(bytesOfListed);
  };
  let taken = 0;
  let made = 0;
  return {
    push(row) {
      if (isNeeded(down, made, taken)) {
        kernel.toFloats(floats, row, from.width, opaque);
        const slot = kept[taken % kept.length] ?? 0;
        kernel.resampleRow(slot, floats, to.width, tables.first, tables.count, tables.weights, across.stride);
      }
      taken++;
      for (; made < to.height && endOf(down, made) <= taken; made++) {
        const count = down.count[made] ?? 0;
        listRows(made, count);
        kernel.sumRows(result, rows, downWeights + made * down.stride * 4, count, to.width, opaque);
        emit(result);
      }
    },
  };
}

/** Rows above the first and below the last one that contributes are skipped. */
function isNeeded({ first }: LanczosWeights, made: number, row: number): boolean {
  return made < first.length && row >= (first[made] ?? 0);
}

function endOf({ first, count }: LanczosWeights, row: number): number {
  return (first[row] ?? 0) + (count[row] ?? 0);
}
