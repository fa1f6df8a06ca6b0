// All bytes of a stream. Node's own collecting goes through a Blob, which keeps the event loop busy for a third of a
// second with 20 MiB; here each chunk is copied as it comes, and several streams leave time for everything else.

import { setImmediate as otherWork } from 'node:timers/promises';

const bytesInARow = 256 * 1024;

/** @param length of the whole. @throws whatever the stream ends with, or when it has another length. */
export async function readStream(stream: NodeJS.ReadableStream, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let [at, pauseAt] = [0, bytesInARow];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (at + chunk.length > length) throw new Error(`There are more than ${length} bytes.`);
    bytes.set(chunk, at);
    at += chunk.length;
    if (at < pauseAt) continue;
    await otherWork();
    pauseAt = at + bytesInARow;
  }
  if (at !== length) throw new Error(`There are ${at} bytes of ${length}.`);
  return bytes;
}
