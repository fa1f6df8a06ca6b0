// local.settings.sample.json, which newcomers copy and local runs use, has every setting that src/config.ts reads and no
// unused one.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository-root';
import { readConfig } from '../../src/config';
import { namesThatConfigReads } from '../helpers/names-that-config-reads';

/** Read by config.ts, but not in the sample. */
const notForLocalUse: Record<string, string> = {
  AzureWebJobsStorage__accountName: 'access by identity, in place of AzureWebJobsStorage',
  AzureWebJobsStorage__clientId: 'which identity that is',
  COSMOS__accountEndpoint: 'access by identity, in place of COSMOS',
  COSMOS__clientId: 'which identity that is',
  ALLOWED_ORIGINS: 'the former name of FRONT_END_ORIGINS, which is refused',
  AZURE_FUNCTIONS_ENVIRONMENT: 'set by the local host and by Core Tools',
  WEBSITE_HOSTNAME: 'set by Azure and by the local host',
  WEBSITE_AUTH_ENABLED: 'set by Azure, where its own sign-in is switched on',
};
/** In the sample, but not read by config.ts. */
const readByOthers: Record<string, string> = {
  AzureWebJobsDisableHomepage: 'the host: the root path is the storefront',
  FUNCTIONS_WORKER_RUNTIME: 'the host: the language of the app',
};

const file = join(repositoryRoot(), 'local.settings.sample.json');
const { Values: values } = JSON.parse(readFileSync(file, 'utf8')) as { Values: Record<string, string> };
const inSample = new Set(Object.keys(values));
const known = namesThatConfigReads();

test('the sample has every setting of src/config.ts', () => {
  const missing = [...known].filter((name) => !inSample.has(name) && !(name in notForLocalUse));
  expect({ 'to add to local.settings.sample.json': missing }).toEqual({ 'to add to local.settings.sample.json': [] });
});

test('the sample has no unused setting', () => {
  const strangers = [...inSample].filter((name) => !known.has(name) && !(name in readByOthers));
  expect({ 'to take out of local.settings.sample.json': strangers }).toEqual({
    'to take out of local.settings.sample.json': [],
  });
});

test('the exceptions are needed', () => {
  const needless = Object.keys(notForLocalUse).filter((name) => !known.has(name) || inSample.has(name));
  expect([...needless, ...Object.keys(readByOthers).filter((name) => known.has(name) || !inSample.has(name))]).toEqual(
    [],
  );
});

test('the app accepts the values of the sample on a local host, and nowhere else', () => {
  expect(() => readConfig({ ...values, AZURE_FUNCTIONS_ENVIRONMENT: 'Development' })).not.toThrow();
  expect(() => readConfig(values)).toThrow(/^Settings to correct: PAYMENT_PROVIDER must not be sandbox/);
});
