// Without the Bicep CLI the infrastructure is not tested, and that must not look like success.

import { findBicepCli, lineWhenMissing } from './find-bicep-cli';

const nowhere = findBicepCli({ NUGET_PACKAGES: '/nowhere/packages' });

test('names the missing version, its path, and how to get it', () => {
  expect('missing' in nowhere && nowhere.missing).toMatch(
    /^the Bicep CLI [\d.]+ is not at \/nowhere\/packages\/azure\.bicep\.commandline\..*; `npm run bicep:restore` fetches it/,
  );
});

test('prints one warning if the CLI is missing', () => {
  expect(lineWhenMissing(nowhere, {})).toMatch(/^INFRASTRUCTURE NOT TESTED: the Bicep CLI/);
});

test('fails in continuous integration if the CLI is missing', () => {
  expect(() => lineWhenMissing(nowhere, { CI: 'true' })).toThrow('INFRASTRUCTURE NOT TESTED');
});

test('uses the CLI in BICEP_PATH, and reports if it does not exist', () => {
  expect(findBicepCli({ BICEP_PATH: __filename })).toEqual({ path: __filename });
  expect(findBicepCli({ BICEP_PATH: '/nowhere/bicep' })).toEqual({
    missing: 'BICEP_PATH names /nowhere/bicep, which does not exist.',
  });
});
