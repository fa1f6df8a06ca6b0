// The states of pictures in table `pictures`: one row a picture under its product (partition key sku, row key picture
// id), so that a product page asks one partition, and one row that leads from the picture id to the sku.

import { odata, type TableClient } from '@azure/data-tables';
import type { PictureRecord } from '../pictures/picture';
import type { PictureRecords } from '../pictures/ports';
import type { ProductPicture, ProductPictures } from '../shared/contracts';
import type { Storage } from './storage';
import { isStatus } from './storage-error';

interface Row {
  state: string;
  /** The PictureRecord as JSON. */
  record: string;
}

interface Pointer {
  sku: string;
}

const tableName = 'pictures';
const pointerRow = 'sku';
/** A round is lost only when somebody else's change of the same picture succeeded. */
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
      throw new Error(`${name.pictureId} was changed by others ${changeRounds} times in a row.`);
    },
  };
}

/** The same rows, as the catalog sees them. */
export function makeTableProductPictures(storage: Storage): ProductPictures {
  return {
    async find(skus) {
      const found = new Map<string, ProductPicture[]>();
      const [only] = skus;
      if (only === undefined) return found;
      const client = await storage.table(tableName);
      const filter = skus.length === 1 ? odata`PartitionKey eq ${only} and state eq 'ready'` : odata`state eq 'ready'`;
      for await (const row of client.listEntities<Row>({ queryOptions: { filter } })) {
        const record = recordOf(row);
        if (record.state !== 'ready' || !skus.includes(record.sku)) continue;
        found.set(record.sku, [...(found.get(record.sku) ?? []), shown(record.picture)]);
      }
      return found;
    },
  };
}

function recordOf(row: Row): PictureRecord {
  return JSON.parse(row.record) as PictureRecord;
}

async function get<T extends object>(client: TableClient, partition: string, row: string) {
  try {
    return await client.getEntity<T>(partition, row);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/** False when the row is not (or no longer) in the version that `etag` tells; undefined means that there is none. */
async function write(client: TableClient, record: PictureRecord, etag: string | undefined): Promise<boolean> {
  const { sku, pictureId, state } = record;
  const entity = { partitionKey: sku, rowKey: pictureId, state, record: JSON.stringify(record) };
  try {
    if (etag !== undefined) await client.updateEntity(entity, 'Replace', { etag });
    else {
      // First, since a row that nothing leads to would be lost; it never changes, so writing it again is harmless.
      await client.upsertEntity({ partitionKey: pictureId, rowKey: pointerRow, sku }, 'Replace');
      await client.createEntity(entity);
    }
    return true;
  } catch (error) {
    if (isStatus(error, 412) || isStatus(error, 409)) return false;
    throw error;
  }
}

/** Customers are not told the sizes and sums of files. */
function shown(picture: ProductPicture): ProductPicture {
  const { pictureId, width, height, placeholder, srcset, sources } = picture;
  const renditions = picture.renditions.map(({ name, url, width, height, contentType }) => {
    return { name, url, width, height, contentType };
  });
  return { pictureId, width, height, placeholder, renditions, srcset, sources };
}
