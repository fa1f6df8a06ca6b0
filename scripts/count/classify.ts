// Which requests are those of an order or a picture, and as what they are billed. Left out is what goes on without any
// work (empty looks into queues, leases, schedules) and what the local host does that Azure does otherwise.

import type { StorageOperations } from '../cost/counts';
import type { NotedRequest } from './counting-proxy';

type Kind = keyof StorageOperations;

/** Operations that Azure bills by the price of a blob write. */
const listing = /[?&]comp=list\b/;
/** Of the host itself: locks, schedules, keys, receipts of the blob scan, which Flex Consumption does not have. */
const ofHost = /^\/(azure-webjobs-(hosts|secrets)|%24logs|\$logs)/;
/** Containers, queues and tables are made by Bicep in Azure, and by the app's first use here. */
const making = /^\/(Tables\b|[^/?]+\?restype=container$)/;

/** @returns undefined for what is not counted. */
export function kindOf({ service, method, target, status, foundNothing }: NotedRequest): Kind | undefined {
  if (foundNothing || status >= 500 || ofHost.test(target)) return undefined;
  if (service === 'table') return making.test(target) ? undefined : 'tableOperations';
  if (service === 'queue') return isQueueItself(method, target) ? undefined : 'queueOperations';
  if (method === 'PUT' && making.test(target)) return undefined;
  // The scan of the uploads, which events take the place of.
  if (listing.test(target) && target.startsWith('/uploads?')) return undefined;
  // Deletions cost nothing.
  if (method === 'DELETE') return undefined;
  return method === 'PUT' || listing.test(target) ? 'blobWrites' : 'blobReads';
}

function isQueueItself(method: string, target: string): boolean {
  return method === 'PUT' && /^\/[^/?]+(\?|$)/.test(target);
}
