// Loads WebAssembly codecs and compiles them once per thread; their packages would fetch the files by `file:` url, which Node
// cannot do. Each use gets a new instance, since its memory never shrinks and a failure makes it unusable.

import { readFile } from 'node:fs/promises';

/** The part of the global WebAssembly that is used here; TypeScript declares it only for browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Instance: new (module: WasmModule, imports: object) => { exports: object };
};
type WasmModule = { readonly compiled: unique symbol };

/** The factory that Emscripten generates: called with options, it returns the codec's functions. */
type Factory<Codec> = (options: object) => Promise<Codec>;

export type OpenCodec<Codec> = (onMessage?: (message: string) => void) => Promise<Codec>;

/**
 * A codec with its script, imported by `load`, and its binary `wasmFile`. Each call of the result creates an instance, which
 * reports its messages about a file to `onMessage`.
 */
export function wasmCodec<Codec>(load: () => Promise<{ default: unknown }>, wasmFile: string): OpenCodec<Codec> {
  let compiled: Promise<WasmModule> | undefined;
  return async (onMessage = () => undefined) => {
    Object.assign(globalThis, { ImageData });
    compiled ??= readFile(require.resolve(wasmFile)).then((bytes) => WebAssembly.compile(bytes));
    const [wasm, { default: factory }] = await Promise.all([compiled, load()]);
    const instantiateWasm = (imports: object, done: (instance: object) => void) => {
      const instance = new WebAssembly.Instance(wasm, imports);
      done(instance);
      return instance.exports;
    };
    return (factory as Factory<Codec>)({ noInitialRun: true, instantiateWasm, print: onMessage, printErr: onMessage });
  };
}

/** The part of the browser's ImageData that the codecs use. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/**
 * Without a global ImageData, a codec defines its own, which keeps the codec's memory as long as the
 * thread lives: hundreds of MB after a large picture.
 */
class ImageData implements Pixels {
  constructor(
    readonly data: Uint8Array,
    readonly width: number,
    readonly height: number,
  ) {}
}

/**
 * Runs a decoder without its final copy of all pixels: they stay in the codec's memory, which saves a third of the
 * memory and a tenth of the time. Valid as long as the instance decodes nothing else.
 */
export function withoutCopy<T>(decode: () => T): T {
  const original = globalThis.Uint8ClampedArray;
  // The decoders copy their pixels with `new Uint8ClampedArray(view)`; a constructor may return any object.
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
