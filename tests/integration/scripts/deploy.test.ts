// Runs the built deployment script against a fake `az`: its commands and their order, the secrets it passes, and how it
// handles failures.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';
import { runUntilEnd } from '../../helpers/run-until-end';
import { type FakeAnswer, type FakeAz, type FakeRule, makeFakeAz } from './fake-az';

const root = repositoryRoot();
const script = join(root, 'dist/scripts/deploy.js');

/** A closed port, so that waking the app fails immediately. */
const origin = 'http://127.0.0.1:9';
const outputs = {
  AZURE_RESOURCE_GROUP: 'rg-dev',
  AZURE_FUNCTION_APP_NAME: 'func-abc',
  AZURE_FUNCTION_APP_URL: origin,
  AZURE_STORAGE_ACCOUNT_NAME: 'stabc',
  AZURE_EVENT_TOPIC_NAME: 'evgt-abc',
  UPLOAD_EVENTS: 'blobTrigger',
  APP_PLAN: 'flex',
};
/** As in Azure's response, which changes the case of names. */
const outputsAsAnswered = Object.fromEntries(
  Object.entries(outputs).map(([name, value]) => [name.toLowerCase(), { type: 'String', value }]),
);
const notThere: FakeAnswer = { stderr: 'ERROR: (DeploymentNotFound) Deployment could not be found.', code: 3 };
const record = (changes: object = {}) => ({
  stdout: JSON.stringify({ location: 'westeurope', outputs: outputsAsAnswered, ...changes }),
});
const inWestEurope: FakeAnswer = { stdout: '{"location":"westeurope"}' };
const noGroup: FakeAnswer = { stderr: 'ERROR: (ResourceGroupNotFound) rg-dev could not be found.', code: 3 };

const answers = {
  'account show': [{ stdout: JSON.stringify({ name: 'Pay as you go', id: '0000-1111' }) }],
  'deployment sub show': [notThere],
  'group show': [noGroup],
  'functionapp list-flexconsumption-runtimes': [{ stdout: '["22","24","26"]' }],
  'functionapp list': [noGroup],
  'resource show': [{ stderr: 'ERROR: (NotFound) The budget was not found.', code: 3 }],
  'deployment sub create': [{ stdout: JSON.stringify(outputsAsAnswered) }],
  'deployment sub what-if': [{ stdout: 'Resource changes: 31 to create.\n' }],
  'functionapp deployment source config-zip': [{}],
  'functionapp keys list': [{ stdout: 'the-blob-key\n' }],
  'deployment group create': [{ stdout: '{}' }],
} satisfies Record<string, FakeAnswer[]>;

let az: FakeAz;
afterEach(() => az.remove());

/** Runs the script; `changes` override the responses of a successful first deployment. */
async function deploy(args: string[], changes: Record<string, FakeAnswer[]> = {}, environment: NodeJS.ProcessEnv = {}) {
  const rules: FakeRule[] = Object.entries({ ...answers, ...changes }).map(([match, given]) => ({
    match: `^${match}\\b`,
    answers: given,
  }));
  az = makeFakeAz(rules);
  const ended = await runUntilEnd(script, ['--pause', '0', ...args], root, { PATH: az.path, ...environment });
  return { ...ended, text: ended.lines.join('\n') };
}

/** The first three words of each call. */
const verbs = () => az.calls().map((call) => call.split(' ').slice(0, 3).join(' '));

test('a first deployment shows steps and costs, creates resources, deploys code, and subscribes to events', async () => {
  const { code, text } = await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip']);
  expect(text).toMatch(/is at http:\/\/127\.0\.0\.1:9\/api\/health/);
  expect(code).toBe(0);
  expect(az.calls()).toEqual([
    'account show --output json',
    expect.stringMatching(/^deployment sub show --name cartwright-dev-resources --query/),
    'group show --name rg-dev --query {location: location} --output json',
    'functionapp list --resource-group rg-dev --query [].name --output json',
    'functionapp list-flexconsumption-runtimes --location northeurope --runtime node --query [].version --output json',
    'deployment sub create --name cartwright-dev-resources --location northeurope --template-file infra/main.bicep ' +
      '--parameters infra/main.bicepparam --query properties.outputs --output json',
    'functionapp deployment source config-zip --resource-group rg-dev --name func-abc --src shop.zip ' +
      '--build-remote false --output none',
    'functionapp keys list --resource-group rg-dev --name func-abc --query systemKeys.blobs_extension --output tsv',
    'deployment group create --name cartwright-dev-events --resource-group rg-dev --template-file infra/events.bicep ' +
      '--parameters functionAppName=func-abc storageAccountName=stabc eventTopicName=evgt-abc ' +
      'uploadEvents=blobTrigger --query properties.outputs --output json',
  ]);
  const before = text.slice(0, text.indexOf('\nresources\n'));
  expect(before).toContain('Shop "dev" in subscription "Pay as you go" (0000-1111), northeurope');
  expect(before).toContain('az deployment sub create --name cartwright-dev-resources');
  expect(before).toMatch(/a month without customers +\d+\.\d\d/);
  expect(before).toMatch(/1,000 orders +\d+\.\d\d/);
  expect(before).toMatch(/1,000 pictures +\d+\.\d\d/);
});

test('new secrets are passed to the parameter file as environment variables, never as arguments or on the console', async () => {
  const { text } = await deploy(['--env', 'dev', '--yes', '--only', 'resources']);
  const { environment, args } = az.callMatching(/^deployment sub create/);
  const { SESSION_SECRET: session = '', CARRIER_WEBHOOK_SECRET: carrier = '' } = environment;
  expect(session).toMatch(/^[\w-]{64}$/);
  expect(carrier).toMatch(/^[\w-]{64}$/);
  expect(carrier).not.toBe(session);
  expect(`${args.join(' ')} ${text}`).not.toContain(session);
  expect(environment).toMatchObject({ AZURE_ENV_NAME: 'dev', AZURE_LOCATION: 'northeurope' });
  expect(environment.BUDGET_START_DATE).toBe(`${new Date().toISOString().slice(0, 7)}-01`);
});

test('a later deployment keeps the secrets and the start of the budget, even after a failed one', async () => {
  const kept = [
    { name: 'SESSION_SECRET', value: 's'.repeat(40) },
    { name: 'CARRIER_WEBHOOK_SECRET', value: 'c'.repeat(40) },
    { name: 'SESSION_SECRET_PREVIOUS', value: 'p'.repeat(40) },
    { name: 'PAYMENT_PROVIDER', value: 'stripe' },
    { name: 'STRIPE_SECRET_KEY', value: 'sk_test_kept' },
    { name: 'STRIPE_WEBHOOK_SECRET', value: 'whsec_kept' },
    { name: 'MAIL_TRANSPORT', value: 'smtp' },
    { name: 'SMTP_URL', value: 'smtps://kept.internal' },
    {
      name: 'WEBHOOK_ENDPOINTS',
      value: 'https://erp.internal/hooks whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    },
  ];
  await deploy(['--env', 'dev', '--yes', '--only', 'resources', '--subscription', '42'], {
    'deployment sub show': [record({ outputs: null })],
    'group show': [inWestEurope],
    'resource show': [{ stdout: '{"startDate":"2026-05-01T00:00:00Z"}' }],
    'functionapp list': [{ stdout: '["func-abc"]' }],
    'functionapp config appsettings list': [{ stdout: JSON.stringify(kept) }],
  });
  expect(az.callMatching(/^deployment sub create/).environment).toMatchObject({
    SESSION_SECRET: 's'.repeat(40),
    CARRIER_WEBHOOK_SECRET: 'c'.repeat(40),
    SESSION_SECRET_PREVIOUS: 'p'.repeat(40),
    PAYMENT_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: 'sk_test_kept',
    STRIPE_WEBHOOK_SECRET: 'whsec_kept',
    MAIL_TRANSPORT: 'smtp',
    SMTP_URL: 'smtps://kept.internal',
    WEBHOOK_ENDPOINTS: 'https://erp.internal/hooks whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    BUDGET_START_DATE: '2026-05-01',
  });
  expect(az.calls().filter((call) => !call.includes('--subscription 42'))).toEqual([]);
});

test('a given secret replaces the deployed one, and an empty one removes it', async () => {
  const given = 'g'.repeat(32);
  const kept = [
    { name: 'SESSION_SECRET', value: 's'.repeat(40) },
    { name: 'SESSION_SECRET_PREVIOUS', value: 'p'.repeat(40) },
  ];
  await deploy(
    ['--env', 'dev', '--yes', '--only', 'resources'],
    {
      'functionapp list': [{ stdout: '["func-abc"]' }],
      'functionapp config appsettings list': [{ stdout: JSON.stringify(kept) }],
    },
    { SESSION_SECRET: given, SESSION_SECRET_PREVIOUS: '', MAIL_FROM: '' },
  );
  const { environment } = az.callMatching(/^deployment sub create/);
  expect(environment.SESSION_SECRET).toBe(given);
  // Not even as empty variables: the parameter files have defaults for missing ones.
  expect(environment).not.toHaveProperty('SESSION_SECRET_PREVIOUS');
  expect(environment).not.toHaveProperty('MAIL_FROM');
});

describe('a shop that exists in another region', () => {
  const exists = {
    'deployment sub show': [record()],
    'group show': [inWestEurope],
    'functionapp list': [{ stdout: '["func-abc"]' }],
    'functionapp config appsettings list': [{ stdout: '[]' }],
  };

  test('is deployed to its own region, without being told', async () => {
    const { code, text } = await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], exists);
    expect(code).toBe(0);
    expect(text).toContain('(0000-1111), westeurope');
    const { args, environment } = az.callMatching(/^deployment sub create/);
    expect(args.slice(args.indexOf('--location'), args.indexOf('--location') + 2)).toEqual([
      '--location',
      'westeurope',
    ]);
    expect(environment.AZURE_LOCATION).toBe('westeurope');
  });

  test('is not moved: the script says so before it changes anything', async () => {
    const { code, text } = await deploy(['--env', 'dev', '--yes'], exists, { AZURE_LOCATION: 'northeurope' });
    expect(code).toBe(2);
    expect(text).toContain('The resource group rg-dev is in westeurope and cannot move to northeurope');
    expect(verbs()).toEqual(['account show --output', 'deployment sub show', 'group show --name']);
  });

  test('whose first deployment failed last month gets a budget of this month', async () => {
    await deploy(['--env', 'dev', '--yes', '--only', 'resources'], {
      ...exists,
      'deployment sub show': [record({ outputs: null })],
    });
    const { environment } = az.callMatching(/^deployment sub create/);
    expect(environment.BUDGET_START_DATE).toBe(`${new Date().toISOString().slice(0, 7)}-01`);
  });
});

test('resources that nothing has changed are left alone, unless they are asked for', async () => {
  const kept = [
    { name: 'SESSION_SECRET', value: 's'.repeat(40) },
    { name: 'CARRIER_WEBHOOK_SECRET', value: 'c'.repeat(40) },
  ];
  const exists = {
    'group show': [inWestEurope],
    'functionapp list': [{ stdout: '["func-abc"]' }],
    'functionapp config appsettings list': [{ stdout: JSON.stringify(kept) }],
  };
  await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], { ...exists, 'deployment sub show': [record()] });
  const fingerprint = az.callMatching(/^deployment sub create/).environment.RESOURCES_FINGERPRINT;
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  az.remove();
  const made = { ...outputsAsAnswered, resources_fingerprint: { type: 'String', value: fingerprint } };
  const same = { ...exists, 'deployment sub show': [record({ outputs: made })] };
  const { code, text } = await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], same);
  expect(code).toBe(0);
  expect(text).toContain('resources: skipped, nothing has changed');
  expect(verbs()).not.toContain('deployment sub create');
  expect(verbs()).toContain('functionapp deployment source');
  az.remove();
  await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], same, { ALERT_EMAIL: 'ops@cartwright.internal' });
  expect(verbs()).toContain('deployment sub create');
  az.remove();
  await deploy(['--env', 'dev', '--yes', '--only', 'resources'], same);
  expect(verbs()).toContain('deployment sub create');
});

test('a prod that would sell for nothing is refused with every reason, before it changes anything', async () => {
  const { code, text } = await deploy(['--env', 'prod', '--yes'], {}, { MAIL_FROM: 'Shop <shop@cartwright.example>' });
  expect(code).toBe(2);
  expect(text).toContain('This shop cannot be deployed:');
  for (const name of ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'SMTP_URL', 'MAIL_FROM'])
    expect(text).toContain(`- ${name} must`);
  expect(verbs()).not.toContain('deployment sub create');
});

test('a Node version that the region does not have is refused; if it cannot be asked, Azure decides', async () => {
  const name = 'functionapp list-flexconsumption-runtimes';
  const old = await deploy(['--env', 'dev', '--yes'], { [name]: [{ stdout: '["20","22"]' }] });
  expect(old.code).toBe(2);
  expect(old.text).toContain('Flex Consumption in northeurope has Node 20, 22, but nodeVersion is 24');
  expect(verbs()).not.toContain('deployment sub create');
  az.remove();
  const broken: FakeAnswer = { stderr: "ERROR: 'list-flexconsumption-runtimes' is misspelled", code: 2 };
  const { code, text } = await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], { [name]: [broken] });
  expect([code, text]).toEqual([0, expect.stringContaining('the Node versions of northeurope are not known')]);
});

test('a preview changes nothing and reads no secret', async () => {
  const { code, text } = await deploy(['--env', 'prod', '--what-if']);
  expect(code).toBe(0);
  expect(text).toContain('Resource changes: 31 to create.');
  expect(text).toContain('Nothing was changed.');
  expect(verbs()).toEqual([
    'account show --output',
    'deployment sub show',
    'group show --name',
    'functionapp list-flexconsumption-runtimes --location',
    'deployment sub what-if',
  ]);
  expect(az.callMatching(/what-if/).args).toEqual(
    expect.arrayContaining(['infra/main.prod.bicepparam', '--validation-level', 'ProviderNoRbac']),
  );
});

test('a preview of an existing shop shows its events too', async () => {
  const { code } = await deploy(['--env', 'dev', '--what-if'], {
    'deployment sub show': [record()],
    'group show': [inWestEurope],
    'deployment group what-if': [{ stdout: 'Resource changes: no change.\n' }],
  });
  expect(code).toBe(0);
  expect(verbs().slice(-2)).toEqual(['deployment sub what-if', 'deployment group what-if']);
});

test('without a terminal and without --yes nothing is changed', async () => {
  const { code, text } = await deploy(['--env', 'dev']);
  expect(code).toBe(2);
  expect(text).toContain('add --yes');
  expect(verbs()).toEqual(['account show --output', 'deployment sub show', 'group show --name']);
});

test('the script waits for a key that is available late', async () => {
  const { code, text } = await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], {
    'functionapp keys list': [{ stderr: 'ERROR: Service Unavailable', code: 1 }, { stdout: '\n' }, { stdout: 'key\n' }],
  });
  expect(code).toBe(0);
  expect(verbs().filter((call) => call === 'functionapp keys list')).toHaveLength(3);
  expect(text).toMatch(/http:\/\/127\.0\.0\.1:9 responded: fetch failed/);
  expect(text).toContain('the key blobs_extension: not ready (attempt 2 of 30)');
});

test('the script waits for the key even if picture events come by queue: catalog files use the webhook', async () => {
  const queue = { ...outputsAsAnswered, upload_events: { type: 'String', value: 'queue' } };
  await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], {
    'deployment sub create': [{ stdout: JSON.stringify(queue) }],
  });
  expect(verbs().slice(-2)).toEqual(['functionapp keys list', 'deployment group create']);
  expect(az.calls().at(-1)).toContain('uploadEvents=queue');
});

test('an upload that storage refuses at first, and a handshake that fails at first, are retried', async () => {
  const { code } = await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], {
    'functionapp deployment source config-zip': [
      { stderr: 'ERROR: BlobUploadFailedException: 403 (This request is not authorized)', code: 1 },
      {},
    ],
    'deployment group create': [{ stderr: 'ERROR: Webhook validation handshake failed', code: 1 }, { stdout: '{}' }],
  });
  expect(code).toBe(0);
  expect(verbs().filter((call) => call === 'functionapp deployment source')).toHaveLength(2);
  expect(verbs().filter((call) => call === 'deployment group create')).toHaveLength(2);
});

test('a failed resource deployment ends the script immediately, with the reason', async () => {
  const { code, text } = await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], {
    'deployment sub create': [{ stderr: 'WARNING: slow\nERROR: QuotaExceeded: no more of it\n', code: 1 }],
  });
  expect(code).toBe(1);
  expect(text).toContain('az deployment sub create exited with code 1: ERROR: QuotaExceeded: no more of it');
  expect(text).toContain('It is safe to run the same command again.');
  expect(verbs().at(-1)).toBe('deployment sub create');
});

test('a permanent failure of the code deployment is not retried', async () => {
  const { code } = await deploy(['--env', 'dev', '--yes', '--zip', 'shop.zip'], {
    'functionapp deployment source config-zip': [{ stderr: 'ERROR: no such file: shop.zip', code: 2 }],
  });
  expect(code).toBe(1);
  expect(verbs().filter((call) => call === 'functionapp deployment source')).toHaveLength(1);
});

test('--only code deploys a package built from these sources to the existing shop', async () => {
  const { code, text } = await deploy(['--env', 'dev', '--yes', '--only', 'code'], {
    'deployment sub show': [record()],
    'group show': [inWestEurope],
  });
  expect(code).toBe(0);
  expect(text).toMatch(/cartwright\.zip, \d{6,} bytes, sha256 [0-9a-f]{64}/);
  expect(az.callMatching(/config-zip/).args).toEqual(
    expect.arrayContaining(['--src', expect.stringMatching(/\.zip$/)]),
  );
  expect(verbs()).not.toContain('deployment sub create');
});

test('--only code requires an existing shop', async () => {
  const { code, text } = await deploy(['--env', 'dev', '--yes', '--only', 'code']);
  expect(code).toBe(1);
  expect(text).toContain('There is no shop "dev" yet: deploy its resources first.');
});

test('--azd reads the names from the variables that azd sets', async () => {
  const { code } = await deploy(
    ['--env', 'dev', '--azd', '--yes', '--only', 'events'],
    {},
    { ...outputs, AZURE_SUBSCRIPTION_ID: '42' },
  );
  expect(code).toBe(0);
  expect(verbs()).toEqual(['account show --subscription', 'functionapp keys list', 'deployment group create']);
  expect(az.calls().filter((call) => !call.includes('--subscription 42'))).toEqual([]);
});

test('a missing Azure CLI and a missing login are reported with what to do', async () => {
  const out = await deploy(['--env', 'dev', '--what-if'], {
    'account show': [{ stderr: "ERROR: Please run 'az login' to setup account.", code: 1 }],
  });
  expect([out.code, out.lines]).toEqual([2, ['You are not logged in: run "az login" first.']]);
  const empty = mkdtempSync(join(tmpdir(), 'cartwright-no-az-'));
  const missing = await runUntilEnd(script, ['--env', 'dev'], root, { PATH: empty });
  rmSync(empty, { recursive: true });
  expect(missing.code).toBe(2);
  expect(missing.lines).toEqual([expect.stringMatching(/^The Azure CLI \(az\) is not installed\. See https:/)]);
});
