// Checks that the storage account responds: each of its three services, with the cheapest request that a data role allows.

import type { Storage } from './storage';

/** The health endpoint must respond before its caller times out. */
const defaultTimeoutMs = 3_000;

/** @throws when a service of the account does not respond in time. */
export async function probeStorage(storage: Storage, timeoutMs = defaultTimeoutMs): Promise<void> {
  const abortSignal = AbortSignal.timeout(timeoutMs);
  // The creation of a container or table on first use cannot be aborted; this only stops waiting for it.
  const timedOut = new Promise<never>((_resolve, reject) => {
    abortSignal.addEventListener('abort', () => reject(new Error(`Storage did not respond within ${timeoutMs} ms.`)));
  });
  await Promise.race([timedOut, Promise.all([blobs(storage), queues(storage), tables(storage)])]);

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
