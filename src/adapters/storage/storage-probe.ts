// Whether the storage account answers, each of its three services in the cheapest way that a data role allows.

import type { Storage } from './storage';

/** An unready app has to say so before whoever asks has given up. */
const usualTimeoutMs = 3_000;

/** @throws when a service of the account does not answer in time. */
export async function probeStorage(storage: Storage, timeoutMs = usualTimeoutMs): Promise<void> {
  const abortSignal = AbortSignal.timeout(timeoutMs);
  // Making a container or table on first use cannot be aborted, only no longer waited for.
  const late = new Promise<never>((_resolve, reject) => {
    abortSignal.addEventListener('abort', () => reject(new Error(`Storage did not answer within ${timeoutMs} ms.`)));
  });
  await Promise.race([late, Promise.all([blobs(storage), queues(storage), tables(storage)])]);

  async function blobs({ container }: Storage): Promise<void> {
    await (await container('catalog')).exists({ abortSignal });
  }

  async function queues({ queue }: Storage): Promise<void> {
    await (await queue('picture-jobs')).getProperties({ abortSignal });
  }

  async function tables({ table }: Storage): Promise<void> {
    const rows = (await table('pictures')).listEntities({ queryOptions: { select: ['PartitionKey'] }, abortSignal });
    await rows.byPage({ maxPageSize: 1 }).next();
  }
}
