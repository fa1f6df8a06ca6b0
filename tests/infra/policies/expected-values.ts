// Policy: properties with one allowed value in all resources, such as access by identity only and encrypted transport.

import { isDeepStrictEqual } from 'node:util';
import { ofType, type Predicted, valueAt } from '../prediction';

interface Expectation {
  type: string;
  path: string;
  value: unknown;
}

const account = 'Microsoft.Storage/storageAccounts';
const cosmos = 'Microsoft.DocumentDB/databaseAccounts';
const site = 'Microsoft.Web/sites';

const expectations: Expectation[] = [
  { type: account, path: 'allowSharedKeyAccess', value: false },
  { type: account, path: 'allowBlobPublicAccess', value: false },
  { type: account, path: 'defaultToOAuthAuthentication', value: true },
  { type: account, path: 'allowCrossTenantReplication', value: false },
  { type: account, path: 'supportsHttpsTrafficOnly', value: true },
  { type: account, path: 'minimumTlsVersion', value: 'TLS1_2' },
  { type: `${account}/blobServices/containers`, path: 'publicAccess', value: 'None' },
  { type: `${account}/blobServices`, path: 'deleteRetentionPolicy.enabled', value: true },
  { type: cosmos, path: 'disableLocalAuth', value: true },
  { type: cosmos, path: 'disableKeyBasedMetadataWriteAccess', value: true },
  { type: cosmos, path: 'minimalTlsVersion', value: 'Tls12' },
  { type: cosmos, path: 'capabilities', value: [{ name: 'EnableServerless' }] },
  { type: 'Microsoft.Insights/components', path: 'DisableLocalAuth', value: true },
  { type: 'Microsoft.OperationalInsights/workspaces', path: 'features.disableLocalAuth', value: true },
  { type: site, path: 'httpsOnly', value: true },
  { type: site, path: 'siteConfig.minTlsVersion', value: '1.2' },
  { type: `${site}/basicPublishingCredentialsPolicies`, path: 'allow', value: false },
];

/** Words that occur only in keys and in connection strings with keys. */
const signsOfKeys = ['AccountKey=', 'SharedAccessKey', 'listKeys(', 'InstrumentationKey='];
/** The only key: Event Grid sends it to the app's webhook. */
const webhookKey = /listKeys\('[^']+\/host\/default', '[^']+'\)\.systemKeys\.blobs_extension/g;

export function expectedValues(prediction: Predicted): string[] {
  const wrong = expectations.flatMap(({ type, path, value }) =>
    ofType(prediction, type)
      .filter((resource) => !isDeepStrictEqual(valueAt(resource, path), value))
      .map(({ name }) => `${name}: ${path} has to be ${JSON.stringify(value)}.`),
  );
  const keys = prediction.predictedResources.flatMap(({ name, properties }) => {
    const text = JSON.stringify(properties ?? {}).replace(webhookKey, '');
    return signsOfKeys.filter((sign) => text.includes(sign)).map((sign) => `${name}: has a key in it (${sign}).`);
  });
  return [...wrong, ...keys, ...publishingDoors(prediction)];
}

/** Basic authentication is allowed unless a policy resource disables it, so its absence is a fault too. */
function publishingDoors(prediction: Predicted): string[] {
  if (ofType(prediction, site).length === 0) return [];
  const shut = ofType(prediction, `${site}/basicPublishingCredentialsPolicies`).map(({ name }) => name.split('/')[1]);
  return ['scm', 'ftp']
    .filter((door) => !shut.includes(door))
    .map((door) => `Publishing by password (${door}) is open.`);
}
