// One storage client per account and service, created on first use: loading the libraries takes longer than the rest of
// a start. They are required, not imported, so that an app that uses the same packages does not load a second copy.

import type * as Tables from '@azure/data-tables';
import type * as Blobs from '@azure/storage-blob';
import type * as Queues from '@azure/storage-queue';

/** Short, because the emulator is on this machine and more retries would not help. Callers have their own back-off. */
const RETRIES = { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 500 };

const queueServices = new Map<string, Queues.QueueServiceClient>();
const blobServices = new Map<string, Blobs.BlobServiceClient>();

export function queueClient(connectionString: string, queue: string): Queues.QueueClient {
  const sdk = require('@azure/storage-queue') as typeof Queues;
  const service = remember(queueServices, connectionString, () =>
    sdk.QueueServiceClient.fromConnectionString(connectionString, { retryOptions: RETRIES }),
  );
  return service.getQueueClient(queue);
}

export function blobContainer(connectionString: string, container: string): Blobs.ContainerClient {
  const sdk = require('@azure/storage-blob') as typeof Blobs;
  const service = remember(blobServices, connectionString, () =>
    sdk.BlobServiceClient.fromConnectionString(connectionString, { retryOptions: RETRIES }),
  );
  return service.getContainerClient(container);
}

export function tableClient(connectionString: string, table: string): Tables.TableClient {
  const sdk = require('@azure/data-tables') as typeof Tables;
  return sdk.TableClient.fromConnectionString(connectionString, table, { allowInsecureConnection: true });
}

/** The HTTP status of a storage client's error; undefined for anything else, a refused connection included. */
export function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

function remember<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
