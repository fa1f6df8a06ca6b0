// The Cosmos DB input and output bindings: read one document or the results of a query, and upsert documents.

import type { JSONObject, SqlQuerySpec } from '@azure/cosmos';
import type { TypedData } from '../worker/typed-data';
import { type CosmosContainerRef, cosmosClient, cosmosContainer, cosmosError, cosmosStatus } from './cosmos-clients';
import { mayBelongToPartition, selectAll } from './cosmos-query';
import { collectorItems, type OutputValue, outputValue } from './output-value';

export interface CosmosInput extends CosmosContainerRef {
  /** Reads this document. Without an id: the results of `query`, or all documents. */
  id: string | undefined;
  partitionKey: string | undefined;
  query: SqlQuerySpec | undefined;
}

export interface CosmosOutput extends CosmosContainerRef {
  createIfNotExists: boolean;
  /** The partition key path for a new container, e.g. `/customer`. */
  partitionKey: string | undefined;
}

/**
 * @returns the document with the given id (undefined if missing), or an array.
 * @throws for an invalid query or container
 */
export async function readCosmosInput(input: CosmosInput): Promise<TypedData | undefined> {
  try {
    if (input.id === undefined) return { json: JSON.stringify(await readMany(input)) };
    const found = await cosmosContainer(input).item(input.id, input.partitionKey).read();
    return found.resource === undefined ? undefined : { json: JSON.stringify(found.resource) };
  } catch (error) {
    if (input.id !== undefined && cosmosStatus(error) === 404) return undefined;
    throw cosmosError(error, input);
  }
}

/** The emulator ignores a query's partition key option, so the key is added to the query or applied to the results. */
async function readMany(input: CosmosInput): Promise<unknown[]> {
  const container = cosmosContainer(input);
  const { partitionKey, query } = input;
  if (partitionKey === undefined)
    return (await container.items.query(query ?? selectAll(undefined, undefined)).fetchAll()).resources;
  const path = (await container.read()).resource?.partitionKey?.paths[0] ?? '/id';
  const found = await container.items.query(query ?? selectAll(path, partitionKey), { partitionKey }).fetchAll();
  return found.resources.filter((document) => mayBelongToPartition(document, path, partitionKey));
}

/** Upserts the output's objects one after another. @returns false when there were none. @throws the service's error */
export async function writeCosmosOutput(target: CosmosOutput, data: TypedData): Promise<boolean> {
  const output = outputValue(data);
  if (output === undefined) return false;
  const documents = collectorItems(output).map((item) => documentOf(item, target.container));
  for (const document of documents) await upsertCreating(target, document);
  return documents.length > 0;
}

async function upsertCreating(target: CosmosOutput, document: JSONObject): Promise<void> {
  try {
    await upsert(target, document);
  } catch (error) {
    if (cosmosStatus(error) !== 404 || !target.createIfNotExists) throw cosmosError(error, target);
    await createContainer(target, target.partitionKey);
    await upsert(target, document);
  }
}

async function upsert(ref: CosmosContainerRef, document: JSONObject): Promise<void> {
  // The library would generate a missing id; the genuine host does not.
  await cosmosContainer(ref).items.upsert(document, { disableAutomaticIdGeneration: true });
}

/** Creates the database and the container unless they exist. @throws without a partition key path */
export async function createContainer(ref: CosmosContainerRef, partitionKey: string | undefined): Promise<void> {
  if (partitionKey === undefined) {
    throw new Error(`The container '${ref.container}' does not exist and cannot be created without a partitionKey.`);
  }
  const { database } = await cosmosClient(ref.connectionString).databases.createIfNotExists({ id: ref.database });
  await database.containers.createIfNotExists({ id: ref.container, partitionKey: { paths: [partitionKey] } });
}

function documentOf(item: OutputValue, container: string): JSONObject {
  const { value } = item.kind === 'json' ? item : { value: undefined };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`The Cosmos DB container '${container}' accepts only objects.`);
  }
  const { id } = value as Record<string, unknown>;
  if (typeof id === 'string' && id !== '') return value as JSONObject;
  throw new Error(`A document for the Cosmos DB container '${container}' must have an 'id' that is a string.`);
}
