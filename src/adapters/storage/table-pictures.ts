// The states of pictures in table `pictures`. A picture has one row under its product (partition key sku, row key picture
// id), so that a product page reads one partition, and one row that maps the picture id to its sku.

import { odata, type TableClient } from '@azure/data-tables';
import type { PictureName, PictureRecord } from '../../pictures/picture';
import type { PictureRecords, PictureSelection } from '../../pictures/ports';
import { renditionsVersion } from '../../pictures/renditions';
import type { ProductPicture, ProductPictures } from '../../shared/contracts';
import type { Storage } from './storage';
import { isStatus, unlessMissing } from './storage-error';

interface Row {
  state: string;
  /** The PictureRecord as JSON. */
  record: string;
  /** Whether the shop has something to show, and which version of the renditions. */
  shown: boolean;
  renditionsVersion?: number;
}

interface Pointer {
  sku: string;
}

const tableName = 'pictures';
const pointerRow = 'sku';
/** A round is lost only when a concurrent change of the same picture succeeded. */
const changeRounds = 10;

export function makeTablePictureRecords(storage: Storage): PictureRecords {
  return {
    async find(pictureId) {
      const client = await storage.table(tableName);
      const pointer = await get<Pointer>(client, pictureId, pointerRow);
      const row = pointer && (await get<Row>(client, pointer.sku, pictureId));
      return row && recordOf(row);
    },

    async change(name, change) {
      const client = await storage.table(tableName);
      for (let round = 0; round < changeRounds; round++) {
        const row = await get<Row>(client, name.sku, name.pictureId);
        const before = row && recordOf(row);
        const after = change(before);
        if (after === before || (await write(client, after, row?.etag))) return after;
      }
      throw new Error(`${name.pictureId} was changed concurrently ${changeRounds} times in a row.`);
    },

    async ofProduct(sku) {
      const filter = odata`PartitionKey eq ${sku} and state ne 'deleted'`;
      const rows = (await storage.table(tableName)).listEntities<Row>({ queryOptions: { filter } });
      const found: PictureRecord[] = [];
      for await (const row of rows) found.push(recordOf(row));
      return found;
    },

    async *select(selection, after) {
      const client = await storage.table(tableName);
      const filter = [selections[selection], ...(after ? [isAfter(after)] : [])]
        .map((part) => `(${part})`)
        .join(' and ');
      for await (const row of client.listEntities<Row>({ queryOptions: { filter } })) yield recordOf(row);
    },
  };
}

const selections: Record<PictureSelection, string> = {
  outdated: odata`shown eq true and renditionsVersion lt ${renditionsVersion}`,
  failed: odata`state eq 'failed'`,
  refused: odata`state eq 'refused'`,
  stalled: odata`state eq 'processing' or state eq 'awaitingUpload'`,
  all: odata`state eq 'ready' or state eq 'processing' or state eq 'refused' or state eq 'failed'`,
};

function isAfter({ sku, pictureId }: PictureName): string {
  return odata`PartitionKey gt ${sku} or (PartitionKey eq ${sku} and RowKey gt ${pictureId})`;
}

/** How old a read of all products' pictures may be, in ms; a read of one product is always current. */
const freshForMs = 2_000;

/**
 * The pictures as the catalog needs them, from the same rows.
 * @param now the time in ms since the epoch.
 */
export function makeTableProductPictures(storage: Storage, now: () => number = Date.now): ProductPictures {
  let known: { at: number; pictures: Promise<Map<string, ProductPicture[]>> } | undefined;

  async function read(filter: string): Promise<Map<string, ProductPicture[]>> {
    const found = new Map<string, ProductPicture[]>();
    const rows = storage.existing.table(tableName).listEntities<Row>({ queryOptions: { filter } });
    await unlessMissing(async () => {
      for await (const row of rows) {
        const { sku, picture } = recordOf(row);
        if (picture) found.set(sku, [...(found.get(sku) ?? []), publicView(picture)]);
      }
    });
    return found;
  }

  /** Reads all pictures, shared by concurrent callers: a product list needs most of them. */
  function all(): Promise<Map<string, ProductPicture[]>> {
    if (known && now() - known.at < freshForMs) return known.pictures;
    const reading = { at: now(), pictures: read('shown eq true') };
    reading.pictures.catch(() => {
      if (known === reading) known = undefined;
    });
    known = reading;
    return reading.pictures;
  }

  return {
    all,
    async find(sku) {
      const shown = await read(odata`PartitionKey eq ${sku} and shown eq true`);
      return shown.get(sku) ?? [];
    },
  };
}

function recordOf(row: Row): PictureRecord {
  return JSON.parse(row.record) as PictureRecord;
}

function get<T extends object>(client: TableClient, partition: string, row: string) {
  return unlessMissing(() => client.getEntity<T>(partition, row));
}

/** False when the row's version is not `etag`; an undefined `etag` means that the row must not exist. */
async function write(client: TableClient, record: PictureRecord, etag: string | undefined): Promise<boolean> {
  const { sku, pictureId, state, picture } = record;
  const row: Row = { state, record: JSON.stringify(record), shown: picture !== undefined };
  if (picture) row.renditionsVersion = picture.renditionsVersion;
  const entity = { partitionKey: sku, rowKey: pictureId, ...row };
  try {
    if (etag !== undefined) await client.updateEntity(entity, 'Replace', { etag });
    else {
      // The pointer first, since a row without one could not be found. It never changes, so writing it again is harmless.
      await client.upsertEntity({ partitionKey: pictureId, rowKey: pointerRow, sku }, 'Replace');
      await client.createEntity(entity);
    }
    return true;
  } catch (error) {
    if (isStatus(error, 412) || isStatus(error, 409)) return false;
    throw error;
  }
}

/** Without the sizes and checksums of files, which customers do not need. */
function publicView(picture: ProductPicture): ProductPicture {
  const { pictureId, width, height, placeholder, srcset, sources } = picture;
  const renditions = picture.renditions.map(({ name, url, width, height, contentType }) => {
    return { name, url, width, height, contentType };
  });
  return { pictureId, width, height, placeholder, renditions, srcset, sources };
}
