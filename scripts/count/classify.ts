// Decides which storage requests count as work and how Azure bills them. Excluded are idle requests (polls of empty queues,
// leases, schedules) and what the local host does differently from Azure.

import type { StorageOperations } from '../cost/counts';
import type { RecordedRequest } from './counting-proxy';

type Kind = keyof StorageOperations;

/** Azure bills a listing like a blob write. */
const listing = /[?&]comp=list\b/;
/** The host's own blobs: locks, schedules, keys, and receipts of the blob scan, which Flex Consumption does not have. */
const hostBlobs = /^\/(azure-webjobs-(hosts|secrets)|%24logs|\$logs)/;
/** The scan for uploads, which Event Grid replaces in Azure, and the sweep over them, which is part of an idle month. */
const ofUploads = /^\/(uploads|catalog-uploads|eventgrid-deadletter)\?/;
/** In Azure, Bicep creates containers, queues and tables; locally the app creates them on first use. */
const creation = /^\/(Tables\b|[^/?]+\?restype=container$)/;

/** @returns undefined for a request that does not count. */
export function kindOf({ service, method, target, status, foundNothing }: RecordedRequest): Kind | undefined {
  if (foundNothing || status >= 500 || hostBlobs.test(target)) return undefined;
  if (service === 'table') return creation.test(target) ? undefined : 'tableOperations';
  if (service === 'queue') return isQueueItself(method, target) ? undefined : 'queueOperations';
  if (method === 'PUT' && creation.test(target)) return undefined;
  if (listing.test(target) && ofUploads.test(target)) return undefined;
  // Deletions are free.
  if (method === 'DELETE') return undefined;
  return method === 'PUT' || listing.test(target) ? 'blobWrites' : 'blobReads';
}

function isQueueItself(method: string, target: string): boolean {
  return method === 'PUT' && /^\/[^/?]+(\?|$)/.test(target);
}
