// The availability that the shop shows, in table `orderindex`: a fixed number of rows, each with the products whose sku falls into
// it. So a reading costs one operation, and a write of many products one more, which it can share with the index of orders.

import { createHash } from 'node:crypto';
import type { TransactionAction } from '@azure/data-tables';
import { type Availability, laterOf } from '../../stock/availability';
import type { AvailabilityMarks, AvailabilityStore } from '../../stock/ports';
import { documentColumns, documentOf } from './document-columns';
import { endOf, type JointTransactions, jointPartition, jointTable, makeJointTransactions } from './joint-transactions';
import type { Storage } from './storage';
import { isStatus, unlessMissing } from './storage-error';

const partitionKey = jointPartition;
/** All of them and a mark fit one transaction, which takes 100 rows. Rows are stored by this number: it never changes. */
const buckets = 64;
const bucketPrefix = 'stock:';
const markPrefix = 'stockmark:';
const writerPrefix = `${markPrefix}writer:`;
const healingRow = `${markPrefix}healing`;

const freshForMs = 1_000;
/** A round is lost only when another process has written in between. */
const writeRounds = 10;

/** A row: the products in it as [units, at] or [units, at, expiring]. */
type Bucket = Record<string, [number, number, [number, number][]?]>;

interface Version {
  etag: string;
  products: Map<string, Availability>;
}

type Versions = Map<string, Version>;

/** `missing`: a row that was to be changed or removed is not there. */
type Round = 'written' | 'conflict' | 'missing';

interface Row {
  partitionKey: string;
  rowKey: string;
  etag: string;
  [column: string]: unknown;
}

/**
 * @param now the time in ms since the epoch.
 * @param transactions shared with what else is written behind.
 */
export function makeTableAvailability(
  storage: Pick<Storage, 'table' | 'existing'>,
  now: () => number = Date.now,
  transactions: JointTransactions = makeJointTransactions(storage),
): AvailabilityStore {
  const table = () => storage.table(jointTable);
  /** What this process has read or written last; a guess that the ETags prove right or wrong. */
  let versions: Versions | undefined;
  let reading: { at: number; products: Promise<Map<string, Availability>> } | undefined;

  async function list(): Promise<Versions> {
    const found: Versions = new Map();
    const rows = storage.existing.table(jointTable).listEntities<Row>(rowsWith(bucketPrefix));
    await unlessMissing(async () => {
      for await (const row of rows) found.set(row.rowKey, { etag: row.etag, products: productsOf(row) });
    });
    return found;
  }

  async function writeOnce(changes: Map<string, Availability>, marks: TransactionAction[]): Promise<Round> {
    const known = versions ?? (await list());
    const changed = changedBuckets(known, changes);
    const rows = [...changed].map(([rowKey, products]) => rowAction(rowKey, products, known.get(rowKey)?.etag));
    if (rows.length === 0 && marks.every(([verb]) => verb === 'upsert')) return 'written';
    versions = undefined;
    try {
      const etags = await transactions.submit([...rows, ...marks]);
      versions = withWritten(known, changed, etags);
      reading = undefined;
      return 'written';
    } catch (error) {
      if (isStatus(error, 404)) return 'missing';
      if (isStatus(error, 412) || isStatus(error, 409)) return 'conflict';
      throw error;
    }
  }

  const markOf = (writerId: string) => ({
    partitionKey,
    rowKey: writerPrefix + writerId,
    openedAt: new Date(now()).toISOString(),
  });

  function marksOf(writerId: string | undefined, areLast: boolean): TransactionAction[] {
    if (writerId === undefined) return [];
    return areLast ? [['delete', markOf(writerId)]] : [['upsert', markOf(writerId), 'Replace']];
  }

  return {
    read() {
      if (reading && now() - reading.at < freshForMs) return reading.products;
      const started = { at: now(), products: list().then(allProducts) };
      reading = started;
      started.products.catch(() => {
        if (reading === started) reading = undefined;
      });
      return started.products;
    },

    async write(changes, writerId, areLast = false) {
      let marks = marksOf(writerId, areLast);
      for (let round = 0; round < writeRounds; round++) {
        const outcome = await writeOnce(changes, marks);
        if (outcome === 'written') return;
        // The sweep has taken the mark away: there is none to remove.
        if (outcome === 'missing' && areLast) marks = [];
      }
      throw new Error(`The availability was changed concurrently ${writeRounds} times in a row.`);
    },

    async openWriter(writerId) {
      await (await table()).upsertEntity(markOf(writerId), 'Replace');
    },

    async readMarks() {
      const marks: AvailabilityMarks = { writers: [], healing: undefined };
      for await (const row of (await table()).listEntities<Row>(rowsWith(markPrefix))) {
        if (row.rowKey === healingRow) marks.healing = typeof row.after === 'string' ? { after: row.after } : {};
        else {
          const writerId = row.rowKey.slice(writerPrefix.length);
          marks.writers.push({ writerId, openedAt: Date.parse(String(row.openedAt)) });
        }
      }
      return marks;
    },

    async markHealing(healing) {
      await (await table()).upsertEntity({ partitionKey, rowKey: healingRow, ...healing }, 'Replace');
    },

    async removeWriters(writerIds) {
      const client = await table();
      for (const writerId of writerIds) {
        await unlessMissing(() => client.deleteEntity(partitionKey, writerPrefix + writerId));
      }
    },
  };
}

/** The rows that these changes change, with all their products. */
function changedBuckets(known: Versions, changes: Map<string, Availability>): Map<string, Map<string, Availability>> {
  const changed = new Map<string, Map<string, Availability>>();
  for (const [sku, availability] of changes) {
    const bucket = bucketOf(sku);
    const products = changed.get(bucket) ?? known.get(bucket)?.products;
    if (laterOf(products?.get(sku), availability) !== availability) continue;
    changed.set(bucket, new Map(products).set(sku, availability));
  }
  return changed;
}

function rowAction(rowKey: string, products: Map<string, Availability>, etag: string | undefined): TransactionAction {
  const bucket: Bucket = Object.fromEntries(
    [...products].map(([sku, { units, at, expiring }]) => [sku, expiring ? [units, at, expiring] : [units, at]]),
  );
  const row = { partitionKey, rowKey, ...documentColumns(bucket) };
  return etag === undefined ? ['create', row] : ['update', row, 'Replace', { etag }];
}

/** A row whose ETag is not told is forgotten: the whole is read again before the next write. */
function withWritten(
  known: Versions,
  changed: Map<string, Map<string, Availability>>,
  etags: (string | undefined)[],
): Versions | undefined {
  const versions = new Map(known);
  for (const [index, [rowKey, products]] of [...changed].entries()) {
    const etag = etags[index];
    if (etag === undefined) return undefined;
    versions.set(rowKey, { etag, products });
  }
  return versions;
}

/** The rows of the partition whose key has this prefix, which ends with a colon. */
function rowsWith(prefix: string) {
  const range = `RowKey ge '${prefix}' and RowKey lt '${endOf(prefix)}'`;
  return { queryOptions: { filter: `PartitionKey eq '${partitionKey}' and ${range}` } };
}

function productsOf(row: Row): Map<string, Availability> {
  return new Map(
    Object.entries(documentOf<Bucket>(row)).map(([sku, [units, at, expiring]]) => [
      sku,
      expiring ? { units, at, expiring } : { units, at },
    ]),
  );
}

function allProducts(versions: Versions): Map<string, Availability> {
  return new Map([...versions.values()].flatMap(({ products }) => [...products]));
}

function bucketOf(sku: string): string {
  const [byte = 0] = createHash('sha256').update(sku).digest();
  return `${bucketPrefix}${String(byte % buckets).padStart(2, '0')}`;
}
