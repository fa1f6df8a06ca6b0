// The blob input and output bindings: read a blob as text or bytes, and encode an output value as blob content.

import type { TypedData } from '../worker/typed-data';
import type { BlobPath } from './blob-path';
import { type OutputValue, outputValue } from './output-value';
import { readBlob } from './read-blob';
import { blobContainer, statusOf } from './storage-clients';

/** Reads a blob, as text unless `dataType` is `binary`. @returns undefined when the blob does not exist. */
export async function readBlobInput(
  connectionString: string,
  path: BlobPath,
  dataType: unknown,
): Promise<TypedData | undefined> {
  try {
    const content = await readBlob(blobContainer(connectionString, path.container).getBlobClient(path.name));
    if (String(dataType ?? '').toLowerCase() === 'binary') return { bytes: content };
    return { string: content.toString().replace(/^\uFEFF/, '') };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Writes the value as a block blob, replacing any existing blob. @returns false when there was no value. */
export async function writeBlobOutput(connectionString: string, path: BlobPath, data: TypedData): Promise<boolean> {
  const output = outputValue(data);
  if (output === undefined) return false;
  await uploadCreatingContainer(connectionString, path, blobContent(output));
  return true;
}

async function uploadCreatingContainer(connectionString: string, path: BlobPath, content: Buffer): Promise<void> {
  const container = blobContainer(connectionString, path.container);
  const blob = container.getBlockBlobClient(path.name);
  try {
    await blob.upload(content, content.length);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    await container.createIfNotExists();
    await blob.upload(content, content.length);
  }
}

/** Encodes numbers and booleans as bytes: 4 bytes little-endian for an integer, 8 for a double, 1 for a boolean. */
export function blobContent(output: OutputValue): Buffer {
  switch (output.kind) {
    case 'text':
      return Buffer.from(output.text);
    case 'bytes':
      return Buffer.from(output.bytes);
    case 'integer': {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32LE(Number(BigInt.asIntN(32, BigInt(output.number))));
      return bytes;
    }
    case 'double': {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(output.number);
      return bytes;
    }
    case 'json':
      return typeof output.value === 'boolean'
        ? Buffer.from([output.value ? 1 : 0])
        : Buffer.from(JSON.stringify(output.value));
  }
}
