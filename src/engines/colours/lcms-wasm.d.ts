// The package brings no types. Its default export is the factory that Emscripten generated.

declare module 'lcms-wasm' {
  const factory: unknown;

  // biome-ignore lint/style/noDefaultExport: what the package does.
  export { factory as default };
}
