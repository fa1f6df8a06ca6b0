// Access to `azure-webjobs-hosts`, the container for a host's own records: blob receipts, scan positions, timer status.

import type { BlockBlobClient } from '@azure/storage-blob';
import { readBlob } from '../bindings/read-blob';
import { blobContainer, statusOf } from '../bindings/storage-clients';

const CONTAINER = 'azure-webjobs-hosts';

export function hostsBlob(connectionString: string, name: string): BlockBlobClient {
  return blobContainer(connectionString, CONTAINER).getBlockBlobClient(name);
}

/** Runs a write, and creates the container first if it does not exist. */
export async function withHostsContainer<T>(connectionString: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    await blobContainer(connectionString, CONTAINER).createIfNotExists();
    return write();
  }
}

/** Reads a small JSON record. @returns undefined when it does not exist. @throws when it is not JSON */
export async function readRecord(connectionString: string, name: string): Promise<unknown> {
  try {
    return JSON.parse((await readBlob(hostsBlob(connectionString, name))).toString());
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

export async function writeRecord(connectionString: string, name: string, value: object): Promise<void> {
  const text = JSON.stringify(value);
  await withHostsContainer(connectionString, () =>
    hostsBlob(connectionString, name).upload(text, Buffer.byteLength(text)),
  );
}
