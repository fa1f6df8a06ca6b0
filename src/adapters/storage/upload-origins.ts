// Lets browsers upload pictures to the storage emulator from the shop's pages. In Azure, infra/modules/storage.bicep does that:
// the app changes the rules of no real account.

import type { Storage } from './storage';

/** The same as in infra/modules/storage.bicep. */
const rule = {
  allowedMethods: 'PUT',
  allowedHeaders: 'content-type,x-ms-*',
  exposedHeaders: 'etag,x-ms-*',
  maxAgeInSeconds: 3600,
};

/** Replaces the emulator's rules for blobs. `urls`: any addresses at the origins. Does nothing for an account in Azure. */
export async function allowUploadsFrom({ blobs, identityBased }: Storage, urls: readonly string[]): Promise<void> {
  if (identityBased || !isOnThisMachine(blobs.url)) return;
  const origins = new Set(urls.map((url) => new URL(url).origin));
  await blobs.setProperties({ cors: [{ ...rule, allowedOrigins: [...origins].join(',') }] });
}

function isOnThisMachine(url: string): boolean {
  return ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);
}
