// Kernels: WebAssembly of our own for what takes most of the time (kernels/), made into text by `npm run build:kernels`.
// One instance for each thread, whose memory is empty again with each picture.

import { type KernelName, kernelModule } from './shared-modules';
import type { WasmMemory } from './webassembly';

/** What every kernel exports (kernels/memory.ts). */
interface MemoryFunctions {
  memory: WasmMemory;
  /** Frees everything that was reserved. */
  clear(): void;
  /** Reserves so many bytes; returns where they begin. */
  reserve(bytes: number): number;
}

type Numbers = Uint8Array | Int32Array | Uint32Array | Float32Array;

export type Kernel<Functions> = Functions &
  Omit<MemoryFunctions, 'memory'> & {
    /** Copies numbers into newly reserved memory; returns where they are. */
    put(numbers: Numbers): number;
    /** Copies within the memory. */
    copy(to: number, from: number, bytes: number): void;
    /** The bytes at an address, valid until anything more is reserved. */
    bytes(address: number, length: number): Uint8Array;
  };

/** A picture of extreme shape takes more; such an instance is not kept for the next one. */
const mostKeptBytes = 32 * 1024 * 1024;

/** Each call of the result begins a new picture: the kernel's memory is empty. Only one at a time can be worked on. */
export function kernelOf<Functions>(name: KernelName): () => Kernel<Functions> {
  let kept: { kernel: Kernel<Functions>; memory: WasmMemory } | undefined;
  return () => {
    if (!kept || kept.memory.buffer.byteLength > mostKeptBytes) kept = instantiate<Functions>(name);
    kept.kernel.clear();
    return kept.kernel;
  };
}

/** A kernel of its own, for work that others may interrupt. */
export function newKernel<Functions>(name: KernelName): Kernel<Functions> {
  return instantiate<Functions>(name).kernel;
}

function instantiate<Functions>(name: KernelName): { kernel: Kernel<Functions>; memory: WasmMemory } {
  const { exports } = new WebAssembly.Instance(kernelModule(name));
  const functions = exports as Functions & MemoryFunctions;
  const { memory, reserve } = functions;
  const bytes = (address: number, length: number) => new Uint8Array(memory.buffer, address, length);
  const put = (numbers: Numbers) => {
    const address = reserve(numbers.byteLength);
    bytes(address, numbers.byteLength).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    return address;
  };
  const copy = (to: number, from: number, length: number) =>
    new Uint8Array(memory.buffer).copyWithin(to, from, from + length);
  return { kernel: { ...functions, bytes, put, copy }, memory };
}
