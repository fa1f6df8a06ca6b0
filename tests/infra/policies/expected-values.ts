// Properties that must have one value wherever a resource has them: access by identity alone, transport encrypted.

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
  {
    type: site,
    path: 'functionAppConfig.deployment.storage.authentication.type',
    value: 'UserAssignedIdentity',
  },
  { type: `${site}/basicPublishingCredentialsPolicies`, path: 'allow', value: false },
];

/** Words that only a key or a string with a key in it brings along. */
const signsOfKeys = ['AccountKey=', 'SharedAccessKey', 'listKeys(', 'InstrumentationKey='];
/** The one key that there is: Event Grid shows it to the app's own webhook. */
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

/** A missing policy leaves a door open, which no expected value would notice. */
function publishingDoors(prediction: Predicted): string[] {
  if (ofType(prediction, site).length === 0) return [];
  const shut = ofType(prediction, `${site}/basicPublishingCredentialsPolicies`).map(({ name }) => name.split('/')[1]);
  return ['scm', 'ftp']
    .filter((door) => !shut.includes(door))
    .map((door) => `Publishing by password (${door}) is open.`);
}
