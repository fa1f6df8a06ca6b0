// Between JSON objects and table entities: which types the genuine host stores for a value, and what it hands to user code.

import type { TableEntity, TableEntityResult } from '@azure/data-tables';

/** Keys of the binding, used when the object has none. */
export interface EntityKeys {
  partitionKey: string | undefined;
  rowKey: string | undefined;
}

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/**
 * The entity for an object. Whole numbers are stored as Int64, others as Double, as the genuine host does.
 * @throws when a key is missing or a value is not a scalar
 */
export function toEntity(object: Record<string, unknown>, keys: EntityKeys): TableEntity {
  const entity: TableEntity = { partitionKey: keys.partitionKey ?? '', rowKey: keys.rowKey ?? '' };
  const missing = new Set<string>();
  if (keys.partitionKey === undefined) missing.add('PartitionKey');
  if (keys.rowKey === undefined) missing.add('RowKey');
  for (const [name, value] of Object.entries(object)) {
    const lower = name.toLowerCase();
    if (lower === 'partitionkey') {
      entity.partitionKey = String(value);
      missing.delete('PartitionKey');
    } else if (lower === 'rowkey') {
      entity.rowKey = String(value);
      missing.delete('RowKey');
    } else if (value !== null) {
      entity[name] = property(name, value);
    }
  }
  if (missing.size > 0) throw new Error(`A table entity needs ${[...missing].join(' and ')}.`);
  return entity;
}

/** The entity as user code gets it: `PartitionKey`, `RowKey`, `Timestamp` and plain JSON values, long integers as numbers. */
export function fromEntity(entity: TableEntityResult<Record<string, unknown>>): Record<string, unknown> {
  const { partitionKey, rowKey, timestamp, etag, ...properties } = entity;
  const plain = Object.entries(properties)
    .filter(([name]) => !name.startsWith('odata.'))
    .map(([name, value]) => [name, jsonValue(value)]);
  return {
    PartitionKey: partitionKey,
    RowKey: rowKey,
    ...Object.fromEntries(plain),
    ...(timestamp === undefined ? {} : { Timestamp: timestamp }),
    'odata.etag': etag,
  };
}

function property(name: string, value: unknown): unknown {
  if (typeof value === 'object') {
    throw new Error(`Property '${name}' of a table entity must be a text, number or boolean.`);
  }
  if (typeof value !== 'number') return value;
  const isLong = Number.isInteger(value) && BigInt(value) >= INT64.min && BigInt(value) <= INT64.max;
  return isLong ? BigInt(value) : { type: 'Double', value: String(value) };
}

function jsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  // A GUID comes as `{ type, value }`.
  return 'value' in value ? value.value : value;
}
