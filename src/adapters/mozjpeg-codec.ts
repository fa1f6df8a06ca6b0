// MozJPEG as WebAssembly: several times faster than a codec in plain JavaScript. Its package would fetch the .wasm
// files by `file:` urls, which Node cannot do, so they are compiled here, once a thread. Each use gets an instance of
// its own: the memory of an instance never shrinks, and one that has failed cannot be used again.

import { readFile } from 'node:fs/promises';
import type { Bitmap } from './bitmap';

/** Good to look at, at about a seventh of a byte a pixel. */
const quality = 80;

/** What the decoder says when a part of the picture is missing; its other warnings, such as of stray bytes, do no harm. */
const damage = /premature end|bad huffman code/i;

export type Decoded = { ok: true; bitmap: Bitmap } | { ok: false; reason: string };

/**
 * The pixels as stored: an EXIF orientation is left to the caller. The file fills its buffer from end to end.
 * @throws RangeError when memory runs out.
 */
export async function decodeJpeg(file: Uint8Array<ArrayBuffer>): Promise<Decoded> {
  const { default: decode, init } = await import('@jsquash/jpeg/decode.js');
  const wasm = await decoder();
  const said: string[] = [];
  await init(instanceOf(wasm, (message) => said.push(message)));
  try {
    const { data, width, height }: Pixels = await decode(file.buffer);
    const reason = said.find((message) => damage.test(message));
    if (reason !== undefined) return { ok: false, reason };
    return { ok: true, bitmap: { data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), width, height } };
  } catch (error) {
    if (isMemoryShort(error)) throw new RangeError('The decoder ran out of memory.', { cause: error });
    return { ok: false, reason: said[0] ?? String(error) };
  } finally {
    // Lets go of the instance that has grown with the picture.
    await init(instanceOf(wasm, () => undefined));
  }
}

/** A progressive JPEG without metadata; the alpha channel is ignored. */
export async function encodeJpeg({ data, width, height }: Bitmap): Promise<Uint8Array> {
  const { default: encode, init } = await import('@jsquash/jpeg/encode.js');
  const said: string[] = [];
  await init(instanceOf(await encoder(), (message) => said.push(message)));
  const pixels: Pixels = { data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength), width, height };
  try {
    return new Uint8Array(await encode(pixels as Parameters<typeof encode>[0], { quality }));
  } catch (cause) {
    throw new Error(`A rendition of ${width} × ${height} could not be encoded: ${said[0] ?? cause}`, { cause });
  }
}

/** The part of the browsers' ImageData that the codec knows. */
interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** The part of the global WebAssembly that is used here; TypeScript has it only for browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Instance: new (module: WasmModule, imports: object) => { exports: object };
};
type WasmModule = { readonly compiled: unique symbol };

const decoder = compiledOnce('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm');
const encoder = compiledOnce('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');

function compiledOnce(file: string): () => Promise<WasmModule> {
  let module: Promise<WasmModule> | undefined;
  return () => {
    module ??= readFile(require.resolve(file)).then((bytes) => WebAssembly.compile(bytes));
    return module;
  };
}

/** Options of the codec's `init`: a new instance of a compiled module, and where its messages go. */
function instanceOf(wasm: WasmModule, printErr: (message: string) => void) {
  const instantiateWasm = (imports: object, done: (instance: object) => void) => {
    const instance = new WebAssembly.Instance(wasm, imports);
    done(instance);
    return instance.exports;
  };
  return { instantiateWasm, printErr } as object;
}

/** Emscripten aborts and V8 fails an allocation: neither says anything about the picture. */
function isMemoryShort(error: unknown): boolean {
  return error instanceof RangeError || /out of memory|OOM|Cannot enlarge memory/i.test(String(error));
}
