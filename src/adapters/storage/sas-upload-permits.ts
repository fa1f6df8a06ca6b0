// Upload permits as shared access signatures: create-only, for one blob, for 15 minutes. Signed with the account key
// where the app has one (locally), otherwise with a user delegation key of the app's identity.

import { BlobSASPermissions, SASProtocol, type UserDelegationKey } from '@azure/storage-blob';
import { sourceBlobName, uploadTicketMs } from '../../pictures/picture';
import type { UploadPermits } from '../../pictures/ports';
import type { Storage } from './storage';

/** Storage allows 7 days. The key is renewed hourly, since the app would not notice that its identity has lost the role. */
const delegationForMs = 3_600_000;
/** The clocks of storage and app may differ. */
const clockSkewMs = 5 * 60_000;

/** @param now the time in ms since the epoch. */
export function makeSasUploadPermits(storage: Storage, now: () => number = Date.now): UploadPermits {
  let delegation: Promise<UserDelegationKey> | undefined;
  let delegationEndsAt = 0;

  function delegationKey(): Promise<UserDelegationKey> {
    if (!delegation || now() + uploadTicketMs > delegationEndsAt) {
      delegationEndsAt = now() + delegationForMs;
      delegation = storage.blobs.getUserDelegationKey(new Date(now() - clockSkewMs), new Date(delegationEndsAt));
      delegation.catch(() => {
        delegation = undefined;
      });
    }
    return delegation;
  }

  return {
    async issue(name) {
      const container = await storage.container('uploads');
      const blob = container.getBlockBlobClient(sourceBlobName(name));
      const expiresAt = new Date(now() + uploadTicketMs);
      const permissions = BlobSASPermissions.parse('c');
      const protocol = blob.url.startsWith('http:') ? SASProtocol.HttpsAndHttp : SASProtocol.Https;
      const options = { permissions, protocol, expiresOn: expiresAt };
      const uploadUrl = storage.identityBased
        ? await blob.generateUserDelegationSasUrl(options, await delegationKey())
        : await blob.generateSasUrl(options);
      return { uploadUrl, expiresAt };
    },
  };
}
