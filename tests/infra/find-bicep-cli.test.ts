// Without the Bicep CLI nothing of the infrastructure is tested, and that must not look like success.

import { findBicepCli, lineWhenMissing } from './find-bicep-cli';

const nowhere = findBicepCli({ NUGET_PACKAGES: '/nowhere/packages' });

test('says which version is missing where, and how to get it', () => {
  expect('missing' in nowhere && nowhere.missing).toMatch(
    /^the Bicep CLI [\d.]+ is not at \/nowhere\/packages\/azure\.bicep\.commandline\..*; `npm run bicep:restore` fetches it/,
  );
});

test('tells one loud line where the CLI is missing', () => {
  expect(lineWhenMissing(nowhere, {})).toMatch(/^INFRASTRUCTURE NOT TESTED: the Bicep CLI/);
});

test('fails in continuous integration where the CLI is missing', () => {
  expect(() => lineWhenMissing(nowhere, { CI: 'true' })).toThrow('INFRASTRUCTURE NOT TESTED');
});

test('takes the CLI that BICEP_PATH names, and says so when there is none', () => {
  expect(findBicepCli({ BICEP_PATH: __filename })).toEqual({ path: __filename });
  expect(findBicepCli({ BICEP_PATH: '/nowhere/bicep' })).toEqual({
    missing: 'BICEP_PATH names /nowhere/bicep, which does not exist.',
  });
});
