// Uploads the blobs that the recording of the genuine host's blob trigger used to the emulator.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { Invocation } from './recordings.ts';

/** Azurite's public default key. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

interface BlobMetadata {
  BlobTrigger: { string: string };
  Properties: { json: { ContentType: string } };
  Metadata: { json: Record<string, string> };
}

/** @param data the host's data folder. @param recorded invocations of the function with the blob trigger. */
export async function uploadRecordedBlobs(data: string, recorded: Invocation[]): Promise<void> {
  const { ports } = JSON.parse(readFileSync(join(data, 'azurite.json'), 'utf8')) as { ports: { blob: number } };
  const credential = new StorageSharedKeyCredential(account, key);
  const storage = new BlobServiceClient(`http://127.0.0.1:${ports.blob}/${account}`, credential);
  // Sorted by name, because one of them is an input of another.
  for (const { path, ...blob } of recorded.map(blobOf).sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const [container = '', ...name] = path.split('/');
    const client = storage.getContainerClient(container);
    await client.createIfNotExists();
    await client.getBlockBlobClient(name.join('/')).upload(blob.text, Buffer.byteLength(blob.text), blob.options);
  }
}

function blobOf({ inputs, metadata }: Invocation) {
  const { bytes } = Object.values(inputs)[0] as { bytes: unknown };
  const { BlobTrigger, Properties, Metadata } = metadata as unknown as BlobMetadata;
  return {
    path: BlobTrigger.string,
    text: typeof bytes === 'string' ? bytes : JSON.stringify(bytes),
    options: { blobHTTPHeaders: { blobContentType: Properties.json.ContentType }, metadata: Metadata.json },
  };
}
