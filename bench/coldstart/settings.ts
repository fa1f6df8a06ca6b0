// The app's settings for a load: the sample's, and as in Azure, where the storage account is named and reached by identity.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';

export function localSettings(): Record<string, string> {
  return JSON.parse(readFileSync(join(repositoryRoot(), 'local.settings.sample.json'), 'utf8')).Values;
}

/** Nothing is asked of the account while an app loads. */
export function azureSettings(): Record<string, string> {
  const { AzureWebJobsStorage: _local, ...others } = localSettings();
  return { ...others, AzureWebJobsStorage__accountName: 'cartwright' };
}
