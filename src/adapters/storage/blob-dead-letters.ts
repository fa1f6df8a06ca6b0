// Dead letters of Event Grid in container `eventgrid-deadletter`, one blob for one or more events. Storage deletes them after 90 days.

import type { BlobClient, ContainerClient } from '@azure/storage-blob';
import type { DeadLetter, DeadLetterStore } from '../../operations/ports';
import type { Storage } from './storage';
import { unlessMissing } from './storage-error';

/** Metadata of a letter that was read and is kept. */
const readKey = 'readby';

export function makeBlobDeadLetters(storage: Storage): DeadLetterStore {
  return {
    async unread(most) {
      const container = await storage.container('eventgrid-deadletter');
      const names = await unreadNames(container, most);
      const letters = await Promise.all(names.map((name) => letterIn(container.getBlobClient(name))));
      return letters.filter((letter) => letter !== undefined);
    },
  };
}

async function unreadNames(container: ContainerClient, most: number): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, metadata } of container.listBlobsFlat({ includeMetadata: true })) {
    if (metadata?.[readKey] === undefined) names.push(name);
    if (names.length === most) break;
  }
  return names;
}

/** Undefined when it was removed in the meantime. */
function letterIn(blob: BlobClient): Promise<DeadLetter | undefined> {
  return unlessMissing(async () => {
    const text = (await blob.downloadToBuffer()).toString();
    return {
      name: blob.name,
      text,
      remove: async () => void (await blob.deleteIfExists()),
      keep: async () => void (await unlessMissing(() => blob.setMetadata({ [readKey]: 'sweepUploads' }))),
    };
  });
}
