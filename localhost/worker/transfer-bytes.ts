// Bytes on their way to an app. The library copies every array of bytes, which keeps the event loop busy for a tenth of
// a second with 20 MiB, unless the array says by `valueOf` that its buffer is all there is to it: that one is shared.

import type { TypedData } from './typed-data';

/** The same value for the app. Bytes that share their buffer with nothing are given away with it: nobody else may use them afterwards. */
export function transferBytes(data: TypedData): TypedData {
  const { bytes } = data;
  const fillsBuffer = bytes !== undefined && bytes.byteLength > 0 && bytes.byteLength === bytes.buffer.byteLength;
  if (fillsBuffer) Object.defineProperty(bytes, 'valueOf', { value: () => bytes.buffer, configurable: true });
  return data;
}
