// Stores how far a function has processed a container's changes, in the lease container, so that a restart continues
// from there.

import { createContainer } from '../../bindings/cosmos';
import { cosmosContainer } from '../../bindings/cosmos-clients';
import { clock } from '../../core/host-clock';
import type { FeedPosition } from './cosmos-changes';
import type { CosmosTriggerOptions } from './cosmos-trigger-options';

const partitionKey = '/id';

export interface CosmosLease {
  /** @returns undefined before the first write. @throws when the lease container is missing and may not be created */
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
      // This read fails if the container is missing. The read below cannot tell that from a missing document.
      await container().read();
      const { resource } = await container().item(id, id).read<{ position: FeedPosition }>();
      return resource?.position;
    },
    async write(position) {
      const document = { id, function: functionName, position, timestamp: clock.date().toISOString() };
      await container().items.upsert(document);
    },
  };
}
