// Passes byte arrays to an app without a copy. The library copies each one, which blocks the event loop for 100 ms at
// 20 MiB. It shares the memory only if `valueOf` returns the array's buffer.

import type { TypedData } from './typed-data';

/** Transfers bytes that fill their whole buffer: the app then owns them, and the caller must not use them again. */
export function transferBytes(data: TypedData): TypedData {
  const { bytes } = data;
  const fillsBuffer = bytes !== undefined && bytes.byteLength > 0 && bytes.byteLength === bytes.buffer.byteLength;
  if (fillsBuffer) Object.defineProperty(bytes, 'valueOf', { value: () => bytes.buffer, configurable: true });
  return data;
}
