// Browsers may upload to the storage emulator from the pages of the shop and of its front ends, and from no other.

import type { BlobServiceClient } from '@azure/storage-blob';
import { makeStorage } from '../../../src/adapters/storage/storage';
import { allowUploadsFrom } from '../../../src/adapters/storage/upload-origins';
import { type RunningAzurite, startAzurite } from '../../helpers/azurite';

let azurite: RunningAzurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

function preflight(blobs: BlobServiceClient, origin: string) {
  const headers = {
    origin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'x-ms-blob-type',
  };
  return fetch(`${blobs.url}/uploads/a/b`, { method: 'OPTIONS', headers });
}

test('the emulator answers preflights for those origins, whatever path was given with them', async () => {
  const storage = makeStorage({ connectionString: azurite.connectionString });
  await allowUploadsFrom(storage, ['http://localhost:7071/api', 'http://localhost:7071', 'https://shop.example']);
  for (const origin of ['http://localhost:7071', 'https://shop.example']) {
    const { status, headers } = await preflight(storage.blobs, origin);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  }
  expect((await preflight(storage.blobs, 'https://evil.example')).status).toBe(403);
});

test('rules of an account in Azure are left alone, with and without its key', async () => {
  const setProperties = jest.fn();
  const account = (url: string, identityBased: boolean) => {
    const blobs = { url, setProperties } as unknown as BlobServiceClient;
    return { ...makeStorage({ connectionString: azurite.connectionString }), blobs, identityBased };
  };
  await allowUploadsFrom(account('https://stshop.blob.core.windows.net/', true), ['https://shop.example']);
  await allowUploadsFrom(account('https://stshop.blob.core.windows.net/', false), ['https://shop.example']);
  expect(setProperties).not.toHaveBeenCalled();
});
