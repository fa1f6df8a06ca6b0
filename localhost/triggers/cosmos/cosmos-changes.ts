// Finds changes in a Cosmos DB container by document timestamps. The emulator's change feed stops for good after its
// first page and accepts no start position; a query works on every endpoint. Like a change feed in latest-version mode,
// it misses deletions, and versions that are overwritten before they are read.

import type { Container } from '@azure/cosmos';

/** A stored document, with the system properties of Cosmos DB. */
export interface StoredDocument {
  _etag: string;
  /** Seconds since 1970. */
  _ts: number;
  [name: string]: unknown;
}

/** How far a function has processed the changes. */
export interface FeedPosition {
  /** Older documents are not read. Seconds since 1970. */
  from: number;
  /** Versions since `from` that are already processed: their `_ts`, keyed by ETag. */
  seen: Record<string, number>;
}

/** A version may become visible shortly after a newer one. */
const overlapSeconds = 2;

/** The versions not yet processed, oldest first. @throws the client's error; 404 when the container does not exist */
export async function changesSince(container: Container, position: FeedPosition): Promise<StoredDocument[]> {
  const query = {
    query: 'SELECT * FROM c WHERE c._ts >= @from',
    parameters: [{ name: '@from', value: position.from }],
  };
  const { resources } = await container.items.query<StoredDocument>(query).fetchAll();
  return resources.filter(({ _etag }) => !Object.hasOwn(position.seen, _etag)).sort((a, b) => a._ts - b._ts);
}

/** The position after processing `done`, which must be the oldest unprocessed versions. */
export function positionAfter(position: FeedPosition, done: StoredDocument[]): FeedPosition {
  const newest = Math.max(position.from, ...done.map(({ _ts }) => _ts));
  const from = Math.max(position.from, newest - overlapSeconds);
  const seen = [...Object.entries(position.seen), ...done.map(({ _etag, _ts }): [string, number] => [_etag, _ts])];
  return { from, seen: Object.fromEntries(seen.filter(([, seconds]) => seconds >= from)) };
}
