// The package brings no types. Its default export is the factory that Emscripten generated.

declare module 'lcms-wasm' {
  const factory: unknown;

  export { factory as default };
}
