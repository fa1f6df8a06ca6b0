// How the app's own clients sign in to Azure: as its managed identity. The package is loaded on demand, because it takes start-up
// time that local runs do not need to pay.

import type { TokenCredential } from '@azure/identity';

/**
 * @param clientId of the user-assigned identity. Without it, whatever signs in on this machine (`az login`, for example): that
 * tries one way after the other, which in Azure takes seconds at a cold start and may end at somebody else's identity.
 */
export function azureCredential(clientId: string | undefined): TokenCredential {
  const { DefaultAzureCredential, ManagedIdentityCredential } =
    require('@azure/identity') as typeof import('@azure/identity');
  return clientId === undefined ? new DefaultAzureCredential() : new ManagedIdentityCredential({ clientId });
}
