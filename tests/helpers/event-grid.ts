// Plays Event Grid for a local host that runs with --no-event-grid: delivers the events of new blobs to the webhook, repeats what
// fails, and drops or dead-letters what the test says.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';

/** A blob that was written. */
export interface WrittenBlob {
  container: 'uploads' | 'catalog-uploads';
  name: string;
  /** With its quotes. */
  etag: string;
  /** Of the blob, without a signature. */
  url: string;
}

const functions = { uploads: 'pictureUploaded', 'catalog-uploads': 'catalogUploaded' };
const retryMs = 100;
const deliveryLimitMs = 90_000;

/** An event in the Event Grid schema. */
function eventOf({ container, name, etag, url }: WrittenBlob) {
  return {
    topic: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/devstoreaccount1',
    subject: `/blobServices/default/containers/${container}/blobs/${name}`,
    eventType: 'Microsoft.Storage.BlobCreated',
    id: randomUUID(),
    eventTime: new Date().toISOString(),
    data: { api: 'PutBlob', eTag: etag.replaceAll('"', ''), blobType: 'BlockBlob', url },
    dataVersion: '',
    metadataVersion: '1',
  };
}

/** Delivers the event, again and again while the host is down. @throws when it is not accepted within 90 s. */
export async function deliver(origin: () => string, blob: WrittenBlob): Promise<void> {
  const path = `/runtime/webhooks/blobs?functionName=Host.Functions.${functions[blob.container]}`;
  const headers = { 'aeg-event-type': 'Notification', 'content-type': 'application/json' };
  const body = JSON.stringify([eventOf(blob)]);
  const deadline = Date.now() + deliveryLimitMs;
  for (;;) {
    const status = await fetch(`${origin()}${path}`, { method: 'POST', headers, body }).then(
      (answer) => answer.status,
      (error: Error) => error.message,
    );
    if (status === 202) return;
    if (Date.now() > deadline) throw new Error(`The event of ${blob.name} was not delivered: ${status}`);
    await sleep(retryMs);
  }
}

/** Stores the event where Event Grid stores what was answered 401. @param storage a connection string */
export async function deadLetter(storage: string, blob: WrittenBlob): Promise<void> {
  const container = BlobServiceClient.fromConnectionString(storage).getContainerClient('eventgrid-deadletter');
  await container.createIfNotExists();
  const letter = { ...eventOf(blob), deadLetterReason: 'Unauthorized', deliveryAttempts: 1 };
  const file = `${blob.container.toUpperCase()}/2026/1/2/3/${randomUUID()}.json`;
  await container.getBlockBlobClient(file).uploadData(Buffer.from(JSON.stringify([letter])));
}
