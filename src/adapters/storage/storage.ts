// The storage account: one client per service, with a connection string locally and managed identity in Azure.
// With a connection string, containers, queues and tables are created on first use; in Azure, Bicep creates them.

import { TableClient, TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { azureCredential } from '../identity/azure-credential';

/** A storage account: connection string (local), or name with the client id of a managed identity (Azure). */
export type StorageAccount = { connectionString: string } | { accountName: string; clientId?: string };

export interface Storage {
  blobs: BlobServiceClient;
  /** False with a connection string: then the account key is known and can sign SAS urls without a call to the service. */
  identityBased: boolean;
  container(name: string): Promise<ContainerClient>;
  queue(name: string): Promise<QueueClient>;
  table(name: string): Promise<TableClient>;
  /** For a reader, who finds nothing (404) in one that does not exist yet and need not wait until it is created. */
  existing: { container(name: string): ContainerClient; table(name: string): TableClient };
}

export function makeStorage(account: StorageAccount): Storage {
  const services = 'connectionString' in account ? byConnectionString(account.connectionString) : byIdentity(account);
  const identityBased = !('connectionString' in account);
  const { blobs, queues, tables } = services;
  const containerOf = once((name) => blobs.getContainerClient(name));
  const tableOf = once((name) => services.tableClient(name));
  return {
    blobs,
    identityBased,
    existing: { container: containerOf, table: tableOf },
    container: untilMade(async (name) => {
      const client = containerOf(name);
      if (!identityBased) await client.createIfNotExists();
      return client;
    }),
    queue: untilMade(async (name) => {
      const client = queues.getQueueClient(name);
      if (!identityBased) await client.createIfNotExists();
      return client;
    }),
    table: untilMade(async (name) => {
      if (!identityBased) await tables.createTable(name);
      return tableOf(name);
    }),
  };
}

interface Services {
  blobs: BlobServiceClient;
  queues: QueueServiceClient;
  tables: TableServiceClient;
  tableClient(name: string): TableClient;
}

function byConnectionString(given: string): Services {
  const text = given === 'UseDevelopmentStorage=true' ? given : given.trim();
  const options = { allowInsecureConnection: true };
  return {
    blobs: BlobServiceClient.fromConnectionString(text),
    queues: QueueServiceClient.fromConnectionString(text),
    tables: TableServiceClient.fromConnectionString(text, options),
    tableClient: (name) => TableClient.fromConnectionString(text, name, options),
  };
}

function byIdentity({ accountName, clientId }: { accountName: string; clientId?: string }): Services {
  const credential = azureCredential(clientId);
  const url = (service: string) => `https://${accountName}.${service}.core.windows.net`;
  return {
    blobs: new BlobServiceClient(url('blob'), credential),
    queues: new QueueServiceClient(url('queue'), credential),
    tables: new TableServiceClient(url('table'), credential),
    tableClient: (name) => new TableClient(url('table'), name, credential),
  };
}

/** Runs `make` once per name. */
function once<T extends object>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}

/** Runs `make` once per name; after a failed attempt the next caller tries again. */
function untilMade<T>(make: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    const making = make(name);
    made.set(name, making);
    making.catch(() => made.delete(name));
    return making;
  };
}
