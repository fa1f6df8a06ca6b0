// Reads the stored pictures, to check whether anything was written again.

import { BlobServiceClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';

/** ETag and time of every rendition and manifest, by blob name. */
export async function renditionVersions(storage: string): Promise<Record<string, string>> {
  const container = BlobServiceClient.fromConnectionString(storage).getContainerClient('renditions');
  const versions: Record<string, string> = {};
  for await (const { name, properties } of container.listBlobsFlat()) {
    versions[name] = `${properties.etag} ${properties.lastModified.toISOString()}`;
  }
  return versions;
}

/** Sends the message of each uploaded picture again, like a queue that delivers twice. Returns the number of messages. */
export async function deliverAgain(storage: string, sku: string): Promise<number> {
  const uploads = BlobServiceClient.fromConnectionString(storage).getContainerClient('uploads');
  const queue = new QueueClient(storage, 'picture-jobs');
  let sent = 0;
  for await (const { name, properties } of uploads.listBlobsFlat({ prefix: `${sku}/` })) {
    const etag = properties.etag.startsWith('"') ? properties.etag : `"${properties.etag}"`;
    const job = { schemaVersion: 1, sku, pictureId: name.slice(sku.length + 1), blobName: name, etag };
    await queue.sendMessage(Buffer.from(JSON.stringify(job)).toString('base64'));
    sent++;
  }
  return sent;
}
