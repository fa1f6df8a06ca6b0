// Codecs in WebAssembly. Their packages would fetch the .wasm files by `file:` urls, which Node cannot do, so they are
// compiled here, once a thread. Each use gets an instance of its own: the memory of an instance never shrinks, and one
// that has failed cannot be used again.

import { readFile } from 'node:fs/promises';

/** The part of the global WebAssembly that is used here; TypeScript has it only for browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Instance: new (module: WasmModule, imports: object) => { exports: object };
};
type WasmModule = { readonly compiled: unique symbol };

/** What Emscripten makes of a codec: called with options, it answers with the codec's functions. */
type Factory<Codec> = (options: object) => Promise<Codec>;

export type OpenCodec<Codec> = (said?: (message: string) => void) => Promise<Codec>;

/**
 * A codec whose script is `load`ed and whose compiled part is `wasmFile`. Opened, it is a fresh one, which tells what
 * it has to say about a file to `said`.
 */
export function wasmCodec<Codec>(load: () => Promise<{ default: unknown }>, wasmFile: string): OpenCodec<Codec> {
  let compiled: Promise<WasmModule> | undefined;
  return async (said = () => undefined) => {
    Object.assign(globalThis, { ImageData });
    compiled ??= readFile(require.resolve(wasmFile)).then((bytes) => WebAssembly.compile(bytes));
    const [wasm, { default: factory }] = await Promise.all([compiled, load()]);
    const instantiateWasm = (imports: object, done: (instance: object) => void) => {
      const instance = new WebAssembly.Instance(wasm, imports);
      done(instance);
      return instance.exports;
    };
    return (factory as Factory<Codec>)({ noInitialRun: true, instantiateWasm, print: said, printErr: said });
  };
}

/** The part of the browsers' ImageData that the codecs know. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/**
 * A codec that finds no ImageData makes a global one of its own, and that one keeps the codec's memory for as long as
 * the thread lives: hundreds of MB after a large picture.
 */
class ImageData implements Pixels {
  constructor(
    readonly data: Uint8Array,
    readonly width: number,
    readonly height: number,
  ) {}
}

/**
 * Runs a decoder that would copy all its pixels out of its memory: they are given out where they are, which saves a
 * third of the memory and a tenth of the time. Good as long as nothing else is decoded in the same instance.
 */
export function withoutCopy<T>(decode: () => T): T {
  const original = globalThis.Uint8ClampedArray;
  // The decoders make their pixels with `new Uint8ClampedArray(view)`; a constructor may give back any object.
  const keep = function keep(view: Uint8Array) {
    return view;
  };
  globalThis.Uint8ClampedArray = keep as unknown as Uint8ClampedArrayConstructor;
  try {
    return decode();
  } finally {
    globalThis.Uint8ClampedArray = original;
  }
}
