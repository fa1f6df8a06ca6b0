// Cosmos DB: one client, with a connection string locally and managed identity in Azure. The library is loaded on demand,
// since that takes a third of a second. Locally, the database and container are created on first use; in Azure, by Bicep.

import type { Container, CosmosClient, CosmosClientOptions } from '@azure/cosmos';
import { azureCredential } from '../identity/azure-credential';

/** A Cosmos DB account: connection string (local), or endpoint with the client id of a managed identity (Azure). */
export type CosmosAccount = { connectionString: string } | { accountEndpoint: string; clientId?: string };

export interface CosmosPlace {
  account: CosmosAccount;
  database: string;
  container: string;
}

export interface Cosmos {
  /** The container. With a connection string it is created, with this partition key path, if it does not exist. */
  partitionedBy(partitionKey: string): Promise<Container>;
  /** Stops the client's background work. */
  close(): void;
}

/** A hanging request must leave its caller enough time for further attempts. */
const requestTimeoutMs = 3_000;
const connectionPolicy = {
  requestTimeout: requestTimeoutMs,
  // When throttled, the client waits as the service asks, but not for the default of half a minute.
  retryOptions: { maxRetryAttemptCount: 3, maxWaitTimeInSeconds: 2 },
};

/** The container is looked up or created once; after a failed attempt the next caller tries again. */
export function makeCosmos({ account, database, container }: CosmosPlace): Cosmos {
  let client: CosmosClient | undefined;
  let made: Promise<Container> | undefined;

  async function make(partitionKey: string): Promise<Container> {
    client ??= connect(account);
    if ('accountEndpoint' in account) return client.database(database).container(container);
    await client.databases.createIfNotExists({ id: database });
    // -1: each document sets its own time to live.
    const definition = { id: container, partitionKey, defaultTtl: -1 };
    return (await client.database(database).containers.createIfNotExists(definition)).container;
  }

  return {
    async partitionedBy(partitionKey) {
      made ??= make(partitionKey);
      try {
        return await made;
      } catch (error) {
        made = undefined;
        throw error;
      }
    },
    close: () => client?.dispose(),
  };
}

function connect(account: CosmosAccount): CosmosClient {
  const library = require('@azure/cosmos') as typeof import('@azure/cosmos');
  return new library.CosmosClient('accountEndpoint' in account ? byIdentity(account) : byConnectionString(account));
}

function byIdentity({
  accountEndpoint,
  clientId,
}: {
  accountEndpoint: string;
  clientId?: string;
}): CosmosClientOptions {
  return { endpoint: accountEndpoint, aadCredentials: azureCredential(clientId), connectionPolicy };
}

/** Endpoint discovery is off: emulators report endpoints that only they can reach, if any. */
function byConnectionString({ connectionString }: { connectionString: string }): CosmosClientOptions {
  return { connectionString, connectionPolicy: { ...connectionPolicy, enableEndpointDiscovery: false } };
}

/** The HTTP status of a failed request; undefined for anything else. */
export function cosmosStatus(error: unknown): number | undefined {
  const code = codeOf(error);
  return typeof code === 'number' ? code : undefined;
}

/** Whether a retry may succeed: no connection, no response, too many requests, or an error of the service. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  if (typeof code === 'number') return code >= 500 || [408, 410, 429, 449].includes(code);
  return typeof code === 'string' && !(error instanceof TypeError);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
