// Blob receipts record which version of a blob was queued for which function, so that no scan or restart queues it
// twice. A receipt means "queued", not "succeeded": after that, the internal queue handles retries.

import { statusOf } from '../../bindings/storage-clients';
import { hostsBlob, withHostsContainer } from '../hosts-container';
import type { BlobMessage } from './blob-message';

const INCOMPLETE = { Incomplete: 'Incomplete' };
/** Longer than enqueueing takes. If the host crashes while enqueueing, the receipt is free again after this time. */
const LEASE_SECONDS = 30;

export interface BlobReceipts {
  /**
   * Calls `enqueue` unless the version was queued before.
   * @returns false when another process holds the receipt, or crashed while holding it: try again later
   */
  once(message: BlobMessage, enqueue: () => Promise<void>): Promise<boolean>;
}

/** @param connectionString the trigger's account, which stores its receipts */
export function makeBlobReceipts(connectionString: string, hostId: string): BlobReceipts {
  return {
    async once(message, enqueue) {
      const { functionId, etag, container, name } = message;
      const path = `blobreceipts/${hostId}/${functionId}/${etag}/${container}/${name}`;
      const receipt = hostsBlob(connectionString, path);
      const found = await isComplete(receipt);
      if (found === true) return true;
      if (found === undefined) {
        const created = await withHostsContainer(connectionString, () => create(receipt));
        if (!created) return false;
      }
      const lease = receipt.getBlobLeaseClient();
      if (!(await granted(lease.acquireLease(LEASE_SECONDS)))) return false;
      try {
        if ((await isComplete(receipt)) === true) return true;
        await enqueue();
        await receipt.setMetadata({}, { conditions: { leaseId: lease.leaseId } });
        return true;
      } finally {
        await lease.releaseLease();
      }
    },
  };
}

type Receipt = ReturnType<typeof hostsBlob>;

async function isComplete(receipt: Receipt): Promise<boolean | undefined> {
  try {
    const { metadata = {} } = await receipt.getProperties();
    return !Object.keys(metadata).some((key) => key.toLowerCase() === 'incomplete');
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

async function create(receipt: Receipt): Promise<boolean> {
  return granted(receipt.upload('', 0, { metadata: INCOMPLETE, conditions: { ifNoneMatch: '*' } }));
}

/** @returns false when another process was first (409, 412). */
async function granted(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (statusOf(error) === 409 || statusOf(error) === 412) return false;
    throw error;
  }
}
