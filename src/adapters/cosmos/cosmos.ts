// Cosmos DB: one client, by connection string locally and by managed identity in Azure, loaded only when it is asked for,
// since the library alone takes a third of a second. What Bicep makes in Azure is made on first use locally.

import type { Container, CosmosClient, CosmosClientOptions } from '@azure/cosmos';

/** An account of Cosmos DB by connection string (local) or by endpoint and managed identity (Azure). */
export type CosmosAccount = { connectionString: string } | { accountEndpoint: string };

export interface CosmosPlace {
  account: CosmosAccount;
  database: string;
  container: string;
}

export interface Cosmos {
  /** The container; made with this partition key path when a connection string is given and it is not there. */
  partitionedBy(partitionKey: string): Promise<Container>;
  /** Ends what the client keeps running. */
  close(): void;
}

/** A request that hangs must not take its caller's whole patience: there are attempts after it. */
const requestTimeoutMs = 3_000;
const connectionPolicy = {
  requestTimeout: requestTimeoutMs,
  // Turned away for too many requests: the client waits as it is told, but not for half a minute.
  retryOptions: { maxRetryAttemptCount: 3, maxWaitTimeInSeconds: 2 },
};

/** The container is looked up or made once; a failed attempt is forgotten, so that the next caller tries again. */
export function makeCosmos({ account, database, container }: CosmosPlace): Cosmos {
  let client: CosmosClient | undefined;
  let made: Promise<Container> | undefined;

  async function make(partitionKey: string): Promise<Container> {
    client ??= connect(account);
    if ('accountEndpoint' in account) return client.database(database).container(container);
    await client.databases.createIfNotExists({ id: database });
    // -1: documents live as long as they say themselves.
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

function byIdentity({ accountEndpoint }: { accountEndpoint: string }): CosmosClientOptions {
  const { DefaultAzureCredential } = require('@azure/identity') as typeof import('@azure/identity');
  return { endpoint: accountEndpoint, aadCredentials: new DefaultAzureCredential(), connectionPolicy };
}

/** Emulators name endpoints that only they can reach, if any: the given one is kept to. */
function byConnectionString({ connectionString }: { connectionString: string }): CosmosClientOptions {
  return { connectionString, connectionPolicy: { ...connectionPolicy, enableEndpointDiscovery: false } };
}

/** The HTTP status of a failed request; undefined for anything else. */
export function cosmosStatus(error: unknown): number | undefined {
  const code = codeOf(error);
  return typeof code === 'number' ? code : undefined;
}

/** Whether an error may be gone the next time: no connection, no answer, too many requests, or a fault of the service. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if (typeof code === 'number') return code >= 500 || [408, 410, 429, 449].includes(code);
  return typeof code === 'string' && !(error instanceof TypeError);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
