// Codecs that Emscripten made, one instance for each thread. Their packages would fetch the WebAssembly by `file:` url, which
// Node cannot do.

import { onForgetting } from '../wasm/kept-instances';
import { type CodecName, codecModule } from '../wasm/shared-modules';
import type { WasmInstance, WasmMemory } from '../wasm/webassembly';

/** The factory that Emscripten generates: called with options, it returns the codec's functions. */
type Factory<Codec> = (options: object) => Promise<Codec>;

/** A large picture takes hundreds of MB, which an instance never gives back. */
const mostKeptBytes = 32 * 1024 * 1024;

interface OpenCodec<Codec> {
  codec: Codec;
  /** Whether the instance is too large to be used again. */
  isLarge(): boolean;
}

export type WithCodec<Codec> = <T>(work: (open: OpenCodec<Codec>) => T) => Promise<T>;

/**
 * The codec with this module, and its script, imported by `load`. Each call of the result runs some work with the thread's
 * instance. When the work throws, or the instance has grown large, the instance is not used again; otherwise what the
 * work returns must not refer to the instance's memory.
 */
export function wasmCodec<Codec>(name: CodecName, load: () => Promise<{ default: unknown }>): WithCodec<Codec> {
  let kept: OpenCodec<Codec> | undefined;
  onForgetting(() => {
    kept = undefined;
  });
  return async (work) => {
    const open = kept ?? (await openCodec<Codec>(name, load));
    kept = undefined;
    const result = work(open);
    if (!open.isLarge()) kept = open;
    return result;
  };
}

async function openCodec<Codec>(name: CodecName, load: () => Promise<{ default: unknown }>): Promise<OpenCodec<Codec>> {
  Object.assign(globalThis, { ImageData });
  const [module, { default: factory }] = await Promise.all([codecModule(name), load()]);
  let memory: WasmMemory | undefined;
  const instantiateWasm = (imports: object, done: (instance: WasmInstance) => void) => {
    const instance = new WebAssembly.Instance(module, imports);
    memory = Object.values(instance.exports).find((one) => 'buffer' in one) as WasmMemory;
    done(instance);
    return instance.exports;
  };
  const silent = () => undefined;
  const options = { noInitialRun: true, instantiateWasm, print: silent, printErr: silent };
  const codec = await (factory as Factory<Codec>)(options);
  return { codec, isLarge: () => (memory?.buffer.byteLength ?? 0) > mostKeptBytes };
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
 * Runs a decoder without its final copy of all pixels: they stay in the codec's memory, and are valid as long as the
 * instance decodes nothing else.
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
