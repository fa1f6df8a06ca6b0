// libjpeg-turbo in WebAssembly: one instance for each thread. Its package decodes whole pictures only; this calls the same
// functions with a size.

import { onForgetting } from '../wasm/kept-instances';
import { codecModule } from '../wasm/shared-modules';
import type { WasmMemory, WasmModule } from '../wasm/webassembly';

interface Functions {
  memory: WasmMemory;
  malloc(bytes: number): number;
  free(address: number): void;
  tjInitDecompress(): number;
  tjDestroy(handle: number): number;
  tjDecompressHeader3(
    handle: number,
    file: number,
    bytes: number,
    width: number,
    height: number,
    subsampling: number,
    colours: number,
  ): number;
  /** Decodes to the largest of libjpeg's scaled sizes that fits into `width` and `height`. */
  tjDecompress2(
    handle: number,
    file: number,
    bytes: number,
    to: number,
    width: number,
    rowBytes: number,
    height: number,
    pixelFormat: number,
    flags: number,
  ): number;
}

export interface Turbo extends Functions {
  /** The decoder's last error or warning. */
  lastMessage(): string;
  /** Frees memory when the next work begins: until then its content stays as it is. */
  freeNextTime(address: number): void;
  /** Frees what was put off. */
  freeNow(): void;
}

/** Thrown where C would jump out of a damaged file. */
export class DamageFound extends Error {}

/** The build has no `setjmp`: after a jump the instance cannot be used any more. */
const imports = {
  env: {
    setjmp: () => 0,
    longjmp: () => {
      throw new DamageFound();
    },
  },
  wasi_snapshot_preview1: {
    environ_sizes_get: () => 0,
    environ_get: unavailable,
    proc_exit: unavailable,
    fd_close: unavailable,
    fd_seek: unavailable,
    fd_write: unavailable,
  },
};

function unavailable(): never {
  throw new Error('The decoder asked for something that it never needs.');
}

/** A large picture takes hundreds of MB, which an instance never gives back. */
const mostKeptBytes = 32 * 1024 * 1024;

/** Where this build of the decoder (0.1.3) keeps its last message. */
const messageAt = 12_176;
const messageBytes = 200;

let kept: Turbo | undefined;
onForgetting(() => {
  kept = undefined;
});

/**
 * Runs `work` with the thread's instance. When it throws, or the instance has grown large, the instance is not used again;
 * otherwise what `work` returns may refer to the instance's memory
 * until the next work begins.
 * @param work gets the instance, and whether it has grown too large to be kept.
 */
export async function withTurbo<T>(work: (turbo: Turbo, isLarge: () => boolean) => T): Promise<T> {
  const module = await codecModule('jpegDecoder');
  const turbo = kept ?? instantiate(module);
  kept = undefined;
  turbo.freeNow();
  const isLarge = () => turbo.memory.buffer.byteLength > mostKeptBytes;
  const result = work(turbo, isLarge);
  if (!isLarge()) kept = turbo;
  return result;
}

function instantiate(module: WasmModule): Turbo {
  const functions = new WebAssembly.Instance(module, imports).exports as Functions;
  let putOff: number[] = [];
  return {
    ...functions,
    freeNextTime: (address) => putOff.push(address),
    freeNow() {
      for (const address of putOff) functions.free(address);
      putOff = [];
    },
    lastMessage() {
      const text = Buffer.from(functions.memory.buffer, messageAt, messageBytes).toString('latin1');
      return text.slice(0, text.indexOf('\0'));
    },
  };
}
