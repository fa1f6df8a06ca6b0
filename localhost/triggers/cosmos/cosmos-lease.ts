// A function's position in a container's changes, kept as a document of the lease container, so that a restart goes on
// where the last run ended.

import { createContainer } from '../../bindings/cosmos';
import { cosmosContainer } from '../../bindings/cosmos-clients';
import type { FeedPosition } from './cosmos-changes';
import type { CosmosTriggerOptions } from './cosmos-trigger-options';

const partitionKey = '/id';

export interface CosmosLease {
  /** Undefined before the first write. @throws when there is no lease container and it is not to be created */
  read(): Promise<FeedPosition | undefined>;
  write(position: FeedPosition): Promise<void>;
}

export function makeCosmosLease(options: CosmosTriggerOptions, functionName: string): CosmosLease {
  const { monitored, lease, leasePrefix, createLease } = options;
  const id = `${leasePrefix}${functionName}.${monitored.database}.${monitored.container}`.replace(/[/\\?#]/g, '_');
  const container = () => cosmosContainer(lease);
  return {
    async read() {
      if (createLease) await createContainer(lease, partitionKey);
      // A missing document and a missing container are answered alike.
      await container().read();
      const { resource } = await container().item(id, id).read<{ position: FeedPosition }>();
      return resource?.position;
    },
    async write(position) {
      const document = { id, function: functionName, position, timestamp: new Date().toISOString() };
      await container().items.upsert(document);
    },
  };
}
