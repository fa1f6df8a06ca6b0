// Compiled WebAssembly, once for the process: the main thread compiles it and hands it to the threads that render. They only
// instantiate it, start quickly, and share what V8 has optimised; and as the main thread keeps it, V8 never frees the code
// while a thread may still run it.

import { readFile } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import { jpegWasm } from './jpeg-wasm';
import { shrinkWasm } from './shrink-wasm';
import type { WasmModule } from './webassembly';

/** Files of packages. */
const files = {
  colours: 'lcms-wasm/dist/lcms.wasm',
  jpegDecoder: '@cwasm/jpeg-turbo/jpeg-turbo.wasm',
  webpDecoder: '@jsquash/webp/codec/dec/webp_dec.wasm',
  webpEncoder: '@jsquash/webp/codec/enc/webp_enc_simd.wasm',
} as const;
/** Kernels of our own, as text. */
const kernels = { jpegKernel: jpegWasm, shrinkKernel: shrinkWasm } as const;

export type CodecName = keyof typeof files;
export type KernelName = keyof typeof kernels;
export type SharedModules = Record<CodecName | KernelName, WasmModule>;

const compiled = new Map<CodecName | KernelName, WasmModule>();

/** Compiles what is not compiled yet. The result can be the `workerData` of threads, under `wasmModules`. */
export async function sharedModules(): Promise<SharedModules> {
  const codecs = Object.keys(files).map(async (name) => [name, await codecModule(name as CodecName)] as const);
  const own = Object.keys(kernels).map((name) => [name, kernelModule(name as KernelName)] as const);
  return Object.fromEntries([...(await Promise.all(codecs)), ...own]) as SharedModules;
}

export async function codecModule(name: CodecName): Promise<WasmModule> {
  const known = handedOver()?.[name] ?? compiled.get(name);
  if (known) return known;
  const module = await WebAssembly.compile(await readFile(require.resolve(files[name])));
  compiled.set(name, module);
  return module;
}

/** Compiled at once: a kernel is a few kilobytes. */
export function kernelModule(name: KernelName): WasmModule {
  const module =
    handedOver()?.[name] ?? compiled.get(name) ?? new WebAssembly.Module(Buffer.from(kernels[name], 'base64'));
  compiled.set(name, module);
  return module;
}

/** In a thread that renders: what the main thread has compiled. */
function handedOver(): SharedModules | undefined {
  return (workerData as { wasmModules?: SharedModules } | null)?.wasmModules;
}
