// In Azure the app's own clients sign in as its managed identity, without trying anything else first.

import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
import { azureCredential } from '../../../../src/adapters/identity/azure-credential';
import { makeStorage } from '../../../../src/adapters/storage/storage';
import { readConfig } from '../../../../src/config';

const inAzure = {
  AzureWebJobsStorage__accountName: 'stabc',
  AzureWebJobsStorage__clientId: '11111111-1111-1111-1111-111111111111',
  CART_STORE: 'cosmos',
  COSMOS__accountEndpoint: 'https://cosmos-abc.documents.azure.com:443/',
  COSMOS__clientId: '22222222-2222-2222-2222-222222222222',
  SESSION_SECRET: 's'.repeat(32),
  CARRIER_WEBHOOK_SECRET: 'c'.repeat(32),
  ALLOW_SANDBOX: 'true',
  MAIL_FROM: 'Shop <shop@cartwright.example>',
};

test('with a client id it is that managed identity, else whatever signs in on this machine', () => {
  expect(azureCredential(inAzure.AzureWebJobsStorage__clientId)).toBeInstanceOf(ManagedIdentityCredential);
  expect(azureCredential(undefined)).toBeInstanceOf(DefaultAzureCredential);
});

test('the settings of Azure name the identity for storage and for Cosmos DB', () => {
  const { storage, cartStore } = readConfig(inAzure);
  expect(storage).toEqual({ accountName: 'stabc', clientId: inAzure.AzureWebJobsStorage__clientId });
  expect(cartStore).toMatchObject({ account: { clientId: inAzure.COSMOS__clientId } });
});

test('storage is reached by the managed identity', () => {
  const { blobs } = makeStorage(readConfig(inAzure).storage);
  expect(blobs.credential).toBeInstanceOf(ManagedIdentityCredential);
});
