// The deployment script and the templates use the same outputs, parameters and variables. Compared as text, so that the test
// needs no Bicep CLI.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployEvents, deployResources, eventsParameters, parameterFiles } from '../../../scripts/deploy/commands';
import { environments, parseOptions } from '../../../scripts/deploy/options';
import { outputNames } from '../../../scripts/deploy/outputs';
import { keptSettings, otherNames, secretNames } from '../../../scripts/deploy/variables';
import { repositoryRoot } from '../../../scripts/repository-root';

const read = (path: string) => readFileSync(join(repositoryRoot(), path), 'utf8');
const namesAfter = (keyword: string, text: string) =>
  [...text.matchAll(new RegExp(`^${keyword} (\\w+) `, 'gm'))].map((match) => match[1] ?? '');

const main = read('infra/main.bicep');
const events = read('infra/events.bicep');

test('every output that the deployment reads exists in main.bicep', () => {
  expect(namesAfter('output', main)).toEqual(expect.arrayContaining(Object.values(outputNames)));
});

test('every parameter of events.bicep without a default is passed, and no unknown one', () => {
  const all = namesAfter('param', events);
  const required = [...events.matchAll(/^param (\w+) \S+$/gm)].map((match) => match[1] ?? '');
  const given = Object.keys(eventsParameters);
  expect(required.length).toBeGreaterThan(1);
  expect(given).toEqual(expect.arrayContaining(required));
  expect(all).toEqual(expect.arrayContaining(given));
});

test.each(environments)(
  'the parameter file of %s reads the variables that are set, and requires no other secret',
  (name) => {
    const file = read(parameterFiles[name]);
    const variables = [...file.matchAll(/readEnvironmentVariable\('(\w+)'/g)].map((match) => match[1] ?? '');
    expect(variables).toEqual(expect.arrayContaining([...secretNames, ...keptSettings, ...otherNames]));
    const secure = [...main.matchAll(/@secure\(\)\nparam (\w+)/g)].map((match) => match[1] ?? '');
    const fromVariables = [...file.matchAll(/^param (\w+) = readEnvironmentVariable\('(\w+)'\)/gm)]
      .filter(([, parameter = '']) => secure.includes(parameter))
      .map((match) => match[2] ?? '');
    // Those of providers too where nothing else is allowed.
    const ofProviders = name === 'prod' ? ['SMTP_URL', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'] : [];
    expect(fromVariables.sort()).toEqual([...secretNames, ...ofProviders].sort());
  },
);

test.each(environments)('the parameter file of %s has no date, which would be in the past next month', (name) => {
  expect(read(parameterFiles[name])).not.toMatch(/\d{4}-\d\d/);
});

test.each(environments)('every file that a deployment of %s names exists', (name) => {
  const parsed = parseOptions(['--env', name]);
  if (!parsed) throw new Error('no options');
  const options = { ...parsed, location: 'northeurope', recordLocation: 'northeurope' };
  const deployed = {
    resourceGroup: '',
    functionApp: '',
    storageAccount: '',
    origin: '',
    eventTopic: '',
    uploadEvents: '',
    plan: 'flex',
  };
  const words = [...deployResources(options, 'create'), ...deployEvents(options, deployed, 'create')];
  const files = words.filter((word) => word.startsWith('infra/'));
  expect(files).toHaveLength(3);
  expect(files.filter((file) => !existsSync(join(repositoryRoot(), file)))).toEqual([]);
});
