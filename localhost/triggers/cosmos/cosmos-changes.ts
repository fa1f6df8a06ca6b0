// Finds what was written to a Cosmos DB container since last time, by the time stamp that every document carries.
// The emulator's change feed ends after its first page for ever, and takes no position; a query for time stamps works
// on every endpoint. What it cannot see is what a change feed of latest versions does not tell either: deletions, and
// versions that were overwritten before they were read.

import type { Container } from '@azure/cosmos';

/** A document as stored, with the service's own members. */
export interface StoredDocument {
  _etag: string;
  /** Seconds since 1970. */
  _ts: number;
  [name: string]: unknown;
}

/** Up to where a function has got. */
export interface FeedPosition {
  /** Nothing older is looked at; in seconds. */
  from: number;
  /** Versions not older than that which are done with, by ETag, with their seconds. */
  seen: Record<string, number>;
}

/** A version may become visible a little after one that is younger. */
const overlapSeconds = 2;

/** Versions not yet seen, the oldest first. @throws the client's error, 404 when there is no such container */
export async function changesSince(container: Container, position: FeedPosition): Promise<StoredDocument[]> {
  const query = {
    query: 'SELECT * FROM c WHERE c._ts >= @from',
    parameters: [{ name: '@from', value: position.from }],
  };
  const { resources } = await container.items.query<StoredDocument>(query).fetchAll();
  return resources.filter(({ _etag }) => !Object.hasOwn(position.seen, _etag)).sort((a, b) => a._ts - b._ts);
}

/** The position after these documents, which are the oldest of those not yet seen. */
export function positionAfter(position: FeedPosition, done: StoredDocument[]): FeedPosition {
  const youngest = Math.max(position.from, ...done.map(({ _ts }) => _ts));
  const from = Math.max(position.from, youngest - overlapSeconds);
  const seen = [...Object.entries(position.seen), ...done.map(({ _etag, _ts }): [string, number] => [_etag, _ts])];
  return { from, seen: Object.fromEntries(seen.filter(([, seconds]) => seconds >= from)) };
}
