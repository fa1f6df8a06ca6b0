// Bytes on their way to an app. The library copies every array of bytes, which keeps the event loop busy for a tenth of
// a second with 20 MiB; of a bare buffer it makes a Buffer in place.

import type { TypedData } from './typed-data';

/** What the library takes for bytes, beyond what the protocol has. */
export type HandedData = Omit<TypedData, 'bytes'> & { bytes?: Uint8Array | ArrayBufferLike };

/** The same value for the app. Bytes that share their buffer with nothing are given away with it: nobody else may use them afterwards. */
export function uncopiedBytes(data: TypedData): HandedData {
  const { bytes } = data;
  const fillsBuffer = bytes !== undefined && bytes.byteLength > 0 && bytes.byteLength === bytes.buffer.byteLength;
  return fillsBuffer ? { ...data, bytes: bytes.buffer } : data;
}
