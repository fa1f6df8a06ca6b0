// A GIF without what comes behind the pixels of its first frame: later frames, which may be damaged, or anything instead of an end.

/** An empty block and the trailer (GIF89a, 16 and 27). */
const endOfFile = Buffer.from([0, 0x3b]);

/** @param endAt the position behind the last block that the first frame needs. */
export function upToFirstFrame(file: Uint8Array, endAt: number): Buffer {
  return Buffer.concat([file.subarray(0, endAt), endOfFile]);
}
