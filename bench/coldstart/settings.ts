// The app's settings for a load: those of the sample, and a variant as in Azure, with storage accessed by identity.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';

/** They name sandboxes, which the app refuses where no local host loads it, unless it is told that the shop is a toy. */
export function localSettings(): Record<string, string> {
  const sample = JSON.parse(readFileSync(join(repositoryRoot(), 'local.settings.sample.json'), 'utf8'));
  return { ...sample.Values, ALLOW_SANDBOX: 'true' };
}

/** The account does not have to exist: loading the app sends no requests to it. */
export function azureSettings(): Record<string, string> {
  const { AzureWebJobsStorage: _local, ...others } = localSettings();
  return { ...others, AzureWebJobsStorage__accountName: 'cartwright' };
}
