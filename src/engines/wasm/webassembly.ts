// The part of the global WebAssembly that is used here; TypeScript declares it only for browsers.

/** Compiled code. May be sent to other threads, which then share it. */
export type WasmModule = { readonly compiled: unique symbol };

export interface WasmMemory {
  /** Replaced by a longer one whenever the memory grows. */
  readonly buffer: ArrayBuffer;
}

export interface WasmInstance {
  exports: object;
}

declare global {
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<WasmModule>;
    const Module: new (bytes: Uint8Array) => WasmModule;
    const Instance: new (module: WasmModule, imports?: object) => WasmInstance;
  }
}
