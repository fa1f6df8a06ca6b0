// Converts between JSON objects and table entities, with the same types that the genuine host stores and returns.

import type { TableEntity, TableEntityResult } from '@azure/data-tables';

/** The binding's keys, used when an object has none of its own. */
export interface EntityKeys {
  partitionKey: string | undefined;
  rowKey: string | undefined;
}

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/**
 * Converts an object to an entity. Whole numbers are stored as Int64, others as Double, as in the genuine host.
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

/** Converts an entity for user code: `PartitionKey`, `RowKey`, `Timestamp` and JSON values, with Int64 as numbers. */
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
    throw new Error(`Property '${name}' of a table entity must be a string, number or boolean.`);
  }
  if (typeof value !== 'number') return value;
  const isLong = Number.isInteger(value) && BigInt(value) >= INT64.min && BigInt(value) <= INT64.max;
  return isLong ? BigInt(value) : { type: 'Double', value: String(value) };
}

function jsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  // The client returns a GUID as `{ type, value }`.
  return 'value' in value ? value.value : value;
}
