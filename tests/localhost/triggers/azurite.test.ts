// Tests the Azurite helper of the storage tests: all three services respond, and nothing is left behind.

import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite } from '../../helpers/azurite';

jest.setTimeout(30_000);

test('Azurite serves blobs, queues and tables until it is stopped', async () => {
  const azurite = await startAzurite();
  const blobs = BlobServiceClient.fromConnectionString(azurite.connectionString, { retryOptions: { maxTries: 1 } });
  const queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const tables = TableServiceClient.fromConnectionString(azurite.connectionString, { allowInsecureConnection: true });
  try {
    await blobs.createContainer('photos');
    await queues.createQueue('jobs');
    await tables.createTable('orders');
    expect(await blobs.getContainerClient('photos').exists()).toBe(true);
  } finally {
    await azurite.stop();
  }
  await expect(blobs.getProperties()).rejects.toThrow(/ECONNREFUSED/);
});
