// The decisions of a deployment that need no Azure: which region, what is refused, and when nothing has changed.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChoices } from '../../../scripts/deploy/choices';
import { deployCode } from '../../../scripts/deploy/commands';
import { fingerprintOf } from '../../../scripts/deploy/fingerprint';
import { locate } from '../../../scripts/deploy/location';
import { providersFor } from '../../../scripts/deploy/make-resources';
import { type DeployOptions, parseOptions } from '../../../scripts/deploy/options';
import { parseParameterFile, readParameterFile } from '../../../scripts/deploy/parameter-file';
import { refuseFaults } from '../../../scripts/deploy/refusals';
import { repositoryRoot } from '../../../scripts/repository-root';

const optionsOf = (...args: string[]) => parseOptions(['--env', 'dev', ...args]) as DeployOptions;

describe('the region', () => {
  test.each([
    [[], {}, {}, 'northeurope'],
    [[], {}, { groupLocation: 'westeurope' }, 'westeurope'],
    [[], { AZURE_LOCATION: 'uksouth' }, {}, 'uksouth'],
    [['--location', 'swedencentral'], { AZURE_LOCATION: 'uksouth' }, {}, 'swedencentral'],
    [['--location', 'West Europe'], {}, { groupLocation: 'westeurope' }, 'westeurope'],
  ])('of flags %j, variables %j and what exists %j is %s', (args, environment, existing, location) => {
    expect(locate(optionsOf(...args), environment, existing).location).toBe(location);
  });

  test('of an existing group cannot be changed, neither by flag nor by variable', () => {
    const existing = { groupLocation: 'westeurope' };
    const told = /rg-dev is in westeurope and cannot move to uksouth/;
    expect(() => locate(optionsOf('--location', 'uksouth'), {}, existing)).toThrow(told);
    expect(() => locate(optionsOf(), { AZURE_LOCATION: 'uksouth' }, existing)).toThrow(told);
  });

  test('of the record stays that of the earlier deployment, even if the group is gone', () => {
    const located = locate(optionsOf('--location', 'uksouth'), {}, { recordLocation: 'westeurope' });
    expect(located).toMatchObject({ location: 'uksouth', recordLocation: 'westeurope' });
  });
});

describe('refusals', () => {
  const prod = readParameterFile('prod');
  const sells = {
    STRIPE_SECRET_KEY: 'rk_live_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
    SMTP_URL: 'smtps://mail.cartwright.internal',
    MAIL_FROM: 'Shop <shop@cartwright.internal>',
  };
  const webhookSecret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  const refused = (environment: NodeJS.ProcessEnv, file = prod) => {
    try {
      refuseFaults(readChoices('prod', file), file, environment);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('a prod that sells is deployed', () => expect(refused(sells)).toBe(''));

  test.each([
    [{ PAYMENT_PROVIDER: 'sandbox' }, 'PAYMENT_PROVIDER must not be sandbox'],
    [{ STRIPE_SECRET_KEY: 'sk_test_1' }, 'STRIPE_SECRET_KEY must be a live key'],
    [{ STRIPE_SECRET_KEY: '' }, "STRIPE_SECRET_KEY must be Stripe's secret"],
    [{ CARRIER_PROVIDER: 'sandbox' }, 'CARRIER_PROVIDER must not be sandbox'],
    [{ MAIL_TRANSPORT: 'outbox' }, 'MAIL_TRANSPORT must be smtp'],
    [{ SMTP_URL: '' }, 'SMTP_URL must be an address'],
    [{ MAIL_FROM: 'Shop <shop@cartwright.example>' }, 'MAIL_FROM must not be at a domain that is reserved'],
    [{ WEBHOOK_ENDPOINTS: 'https://erp.internal/hooks' }, 'WEBHOOK_ENDPOINTS must be endpoints'],
    [
      { WEBHOOK_ENDPOINTS: `https://10.0.0.4/hooks ${webhookSecret}` },
      'WEBHOOK_ENDPOINTS must be https urls with public',
    ],
  ])('prod with %j is refused', (changes, told) => {
    expect(refused({ ...sells, ...changes })).toContain(told);
  });

  test('all reasons are listed together, and dev may be a sandbox', () => {
    expect(refused({ PAYMENT_PROVIDER: 'sandbox', MAIL_TRANSPORT: 'outbox' }).match(/^- /gm)).toHaveLength(2);
    const dev = readParameterFile('dev');
    expect(() => refuseFaults(readChoices('dev', dev), dev, {})).not.toThrow();
  });

  test('carts in entities require an instance for orchestrations, or the plan premium', () => {
    const with_ = (lines: string) => parseParameterFile(`${readParameterFile('dev').text}\n${lines}`);
    const told = 'cartStore is entity: that requires alwaysReadyDurable of at least 1';
    expect(refused({}, with_("param cartStore = 'entity'"))).toContain(told);
    expect(refused({}, with_("param cartStore = 'entity'\nparam plan = 'premium'"))).toBe('');
    expect(refused({}, with_("param cartStore = 'entity'\nparam durableBackend = 'scheduler'"))).toBe('');
  });
});

test('a private network on flex needs a provider that no resource of the template registers', () => {
  const choices = readChoices('dev');
  const where = { environment: 'dev', subscription: '42' } as const;
  const asked = (changes: Partial<typeof choices>) =>
    providersFor({ ...choices, ...changes }, where).map((command) => command.join(' '));
  expect(asked({ privateNetworking: true })).toEqual([
    'provider register --namespace Microsoft.App --wait --subscription 42',
  ]);
  expect(asked({})).toEqual([]);
  expect(asked({ privateNetworking: true, plan: 'premium' })).toEqual([]);
});

test('comments in a parameter file count for nothing', () => {
  const file = parseParameterFile(
    "// param plan = 'premium'\nparam plan = 'flex'\n// param privateNetworking = true\n",
  );
  expect([file.value('plan', {}), file.isOn('privateNetworking')]).toEqual(['flex', false]);
});

describe('the fingerprint', () => {
  const variables = { SESSION_SECRET: 's'.repeat(40), MAIL_FROM: 'a@b.internal' };
  const first = fingerprintOf('dev', variables);

  test('stays for the same files and values, whatever the date', () => {
    expect(fingerprintOf('dev', { ...variables, BUDGET_START_DATE: '2026-12-01', HOME: '/elsewhere' })).toBe(first);
  });

  test('changes with a value, with the environment, and with a template', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cartwright-fingerprint-'));
    cpSync(join(repositoryRoot(), 'infra'), join(folder, 'infra'), { recursive: true });
    expect(fingerprintOf('dev', variables, folder)).toBe(first);
    const path = join(folder, 'infra/modules/storage.bicep');
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n`);
    const changed = [
      fingerprintOf('dev', { ...variables, MAIL_FROM: 'c@d.internal' }),
      fingerprintOf('prod', variables),
      fingerprintOf('dev', variables, folder),
    ];
    rmSync(folder, { recursive: true });
    expect(new Set([first, ...changed]).size).toBe(4);
  });

  test('shows no secret, and cannot be computed without the session secret', () => {
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintOf('dev', { ...variables, SESSION_SECRET: 't'.repeat(40) })).not.toBe(first);
  });
});

test('the plan premium gets its package from storage, with a restart; flex by its deployment endpoint', () => {
  const names = {
    resourceGroup: 'rg-dev',
    functionApp: 'func',
    storageAccount: 'st',
    origin: '',
    eventTopic: '',
    uploadEvents: '',
  };
  const verbs = (plan: string) =>
    deployCode({ environment: 'dev' }, { ...names, plan }, 'shop.zip').map((command) => command.slice(0, 3).join(' '));
  expect(verbs('flex')).toEqual(['functionapp deployment source']);
  expect(verbs('premium')).toEqual([
    'storage blob upload',
    'functionapp restart --resource-group',
    'resource invoke-action --action',
  ]);
});
