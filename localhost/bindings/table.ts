// The table input and output bindings: read entities as plain objects, and insert them.
// Like the genuine host, the output never upserts.

import type { TableClient, TableEntity, TransactionAction } from '@azure/data-tables';
import type { TypedData } from '../worker/typed-data';
import { collectorItems, outputValue } from './output-value';
import { statusOf, tableClient } from './storage-clients';
import { type EntityKeys, fromEntity, toEntity } from './table-entity';

/** The service's limit for one transaction. */
const LARGEST_BATCH = 100;

export interface TableInput {
  connectionString: string;
  table: string;
  partitionKey: string | undefined;
  rowKey: string | undefined;
  /** An OData condition, combined with the partition key by `and`. */
  filter: string | undefined;
  /** The maximum number of entities; 0 = all. */
  take: number;
}

export interface TableOutput extends EntityKeys {
  connectionString: string;
  table: string;
}

/** With both keys: one entity, or undefined if missing. Otherwise an array; empty if the table does not exist. */
export async function readTableInput(input: TableInput): Promise<TypedData | undefined> {
  const table = tableClient(input.connectionString, input.table);
  const { partitionKey, rowKey } = input;
  try {
    if (partitionKey !== undefined && rowKey !== undefined) {
      return { json: JSON.stringify(fromEntity(await table.getEntity(partitionKey, rowKey))) };
    }
    return { json: JSON.stringify(await list(table, input)) };
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return partitionKey !== undefined && rowKey !== undefined ? undefined : { json: '[]' };
  }
}

async function list(table: TableClient, input: TableInput): Promise<object[]> {
  const conditions = input.filter === undefined ? [] : [`(${input.filter})`];
  if (input.partitionKey !== undefined) conditions.unshift(`PartitionKey eq '${odataText(input.partitionKey)}'`);
  const filter = conditions.join(' and ');
  const found: object[] = [];
  for await (const entity of table.listEntities({ queryOptions: filter === '' ? {} : { filter } })) {
    found.push(fromEntity(entity));
    if (found.length === input.take) break;
  }
  return found;
}

/** Escapes a value for use between the quotes of an OData condition. */
export function odataText(value: string): string {
  return value.replaceAll("'", "''");
}

/** Inserts the output's objects, in transactions of up to 100 per partition. @throws if a key already exists (409) */
export async function writeTableOutput(target: TableOutput, data: TypedData): Promise<void> {
  const output = outputValue(data);
  if (output === undefined) return;
  const entities = collectorItems(output).map((item) => {
    if (item.kind !== 'json' || typeof item.value !== 'object' || item.value === null || Array.isArray(item.value)) {
      throw new Error(`Table '${target.table}' accepts only objects.`);
    }
    return toEntity(item.value as Record<string, unknown>, target);
  });
  const table = tableClient(target.connectionString, target.table);
  for (const batch of batches(entities)) await insertCreatingTable(table, batch);
}

/** A transaction may contain one partition, at most 100 entities, and each key once. */
function batches(entities: TableEntity[]): TableEntity[][] {
  const done: TableEntity[][] = [];
  const open = new Map<string, Map<string, TableEntity>>();
  for (const entity of entities) {
    let batch = open.get(entity.partitionKey);
    if (batch === undefined || batch.size === LARGEST_BATCH || batch.has(entity.rowKey)) {
      if (batch !== undefined) done.push([...batch.values()]);
      batch = new Map();
      open.set(entity.partitionKey, batch);
    }
    batch.set(entity.rowKey, entity);
  }
  return [...done, ...[...open.values()].map((batch) => [...batch.values()])];
}

async function insertCreatingTable(table: TableClient, batch: TableEntity[]): Promise<void> {
  const actions: TransactionAction[] = batch.map((entity) => ['create', entity]);
  try {
    await table.submitTransaction(actions);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    await table.createTable();
    await table.submitTransaction(actions);
  }
}
