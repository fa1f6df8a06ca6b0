// One Cosmos DB client per account, created on first use: loading the library alone takes a third of a second.
// It is required, not imported, so that an app that uses the same package does not load a second copy.

import type * as Https from 'node:https';
import type * as Cosmos from '@azure/cosmos';
import { parseCosmosConnection } from '../config/cosmos-connection';

/** A container, with its account and database. */
export interface CosmosContainerRef {
  connectionString: string;
  database: string;
  container: string;
}

const clients = new Map<string, Cosmos.CosmosClient>();

/** @throws an error that says what is wrong with the connection string */
export function cosmosContainer(ref: CosmosContainerRef): Cosmos.Container {
  return cosmosDatabase(ref).container(ref.container);
}

/** @throws an error that says what is wrong with the connection string */
export function cosmosDatabase({ connectionString, database }: Omit<CosmosContainerRef, 'container'>): Cosmos.Database {
  return cosmosClient(connectionString).database(database);
}

export function cosmosClient(connectionString: string): Cosmos.CosmosClient {
  const known = clients.get(connectionString);
  if (known !== undefined) return known;
  const { endpoint, key } = parseCosmosConnection(connectionString);
  const sdk = require('@azure/cosmos') as typeof Cosmos;
  const client = new sdk.CosmosClient({ endpoint, key, ...(isLocal(endpoint) && emulatorOptions(endpoint)) });
  clients.set(connectionString, client);
  return client;
}

/** Microsoft's emulator has a self-signed certificate, and reports endpoints that only itself can reach. */
function emulatorOptions(endpoint: string): Partial<Cosmos.CosmosClientOptions> {
  const { Agent } = require('node:https') as typeof Https;
  return {
    connectionPolicy: { enableEndpointDiscovery: false },
    ...(endpoint.startsWith('https:') && { agent: new Agent({ keepAlive: true, rejectUnauthorized: false }) }),
  };
}

function isLocal(endpoint: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(endpoint).hostname);
}

/** The HTTP status of a failed request; undefined for anything else, a refused connection included. */
export function cosmosStatus(error: unknown): number | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** An error that names the container and the status, because the emulator's errors often have no message. */
export function cosmosError(
  error: unknown,
  { database, container }: Omit<CosmosContainerRef, 'connectionString'>,
): Error {
  const status = cosmosStatus(error);
  if (status === undefined && error instanceof Error) return error;
  const where = `container '${container}' of Cosmos DB database '${database}'`;
  const why = status === 404 ? 'does not exist' : `responded with ${status}: ${(error as Error).message}`;
  return new Error(`The ${where} ${why}.`, { cause: error });
}
