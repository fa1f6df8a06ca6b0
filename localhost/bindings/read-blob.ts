// Reads a blob with one request. The client's own `downloadToBuffer` asks for the size first, so a blob that is
// replaced in between would be cut to the size of the old one.

import type { BlobClient } from '@azure/storage-blob';
import { readStream } from './read-stream';

/** Reads all bytes of one version of the blob. @throws the client's error; 404 when the blob does not exist. */
export async function readBlob(blob: BlobClient): Promise<Buffer> {
  const { readableStreamBody, contentLength = 0 } = await blob.download();
  return readableStreamBody ? readStream(readableStreamBody, contentLength) : Buffer.alloc(0);
}
