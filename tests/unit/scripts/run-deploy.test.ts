// The deployment's retries with a fake Azure CLI: how long, for what, and the final error.

import { type Az, AzFailed } from '../../../scripts/deploy/az';
import type { DeployParts } from '../../../scripts/deploy/deploy-parts';
import { parseOptions, UsageError } from '../../../scripts/deploy/options';
import { deploy, findShop } from '../../../scripts/deploy/run-deploy';

const azd = {
  AZURE_RESOURCE_GROUP: 'rg-dev',
  AZURE_FUNCTION_APP_NAME: 'func-abc',
  AZURE_FUNCTION_APP_URL: 'https://func-abc.azurewebsites.net',
  AZURE_STORAGE_ACCOUNT_NAME: 'stabc',
  AZURE_EVENT_TOPIC_NAME: 'evgt-abc',
  UPLOAD_EVENTS: 'blobTrigger',
  APP_PLAN: 'flex',
};

function someParts(az: Az, changes: Partial<DeployParts> = {}) {
  const told: string[] = [];
  const slept: number[] = [];
  const woken: string[] = [];
  const parts: DeployParts = {
    az,
    packageApp: async () => 'made.zip',
    wake: async (origin) => {
      woken.push(origin);
      return 'status 503';
    },
    environment: azd,
    now: () => new Date('2026-11-24T12:00:00Z'),
    sleep: async (ms) => void slept.push(ms),
    print: (line) => void told.push(line),
    ...changes,
  };
  return { parts, told, slept, woken };
}

const shopOf = (parts: DeployParts, ...args: string[]) => findShop(optionsOf(...args), parts);

function optionsOf(...args: string[]) {
  const options = parseOptions(['--env', 'dev', '--azd', ...args]);
  if (!options) throw new Error('no options');
  return options;
}

test('the deployment waits five minutes for a missing key, and wakes the app each time', async () => {
  const { parts, told, slept, woken } = someParts(async () => '\n');
  await expect(shopOf(parts, '--only', 'events').then((shop) => deploy(shop, parts))).rejects.toThrow(
    'the key blobs_extension: not available after 30 attempts.',
  );
  expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(29 * 10_000);
  expect(woken).toEqual(Array(30).fill('https://func-abc.azurewebsites.net'));
  expect(told).toContain('    https://func-abc.azurewebsites.net responded: status 503');
});

test('a package that storage always refuses ends the deployment with the CLI’s error', async () => {
  let calls = 0;
  const az: Az = async (command) => {
    calls++;
    throw new AzFailed(command, 1, 'ERROR: 403 Forbidden');
  };
  const { parts, slept, told } = someParts(az);
  await expect(shopOf(parts, '--only', 'code', '--pause', '5').then((shop) => deploy(shop, parts))).rejects.toThrow(
    'ERROR: 403 Forbidden',
  );
  expect(told).toContainEqual(
    expect.stringMatching(/attempt 1 of 10\), next attempt in 5 s \(az .*ERROR: 403 Forbidden\)$/),
  );
  expect(calls).toBe(10);
  expect(slept).toEqual(Array(9).fill(5000));
});

test('a template that Azure refuses is not retried like a handshake', async () => {
  const asked: string[] = [];
  const az: Az = async (command) => {
    asked.push(command.slice(0, 3).join(' '));
    if (command[0] === 'functionapp') return 'the-key\n';
    throw new AzFailed(command, 1, 'ERROR: InvalidTemplate: Deployment template validation failed');
  };
  const { parts, slept } = someParts(az);
  await expect(shopOf(parts, '--only', 'events').then((shop) => deploy(shop, parts))).rejects.toThrow(
    'InvalidTemplate',
  );
  expect(asked).toEqual(['functionapp keys list', 'deployment group create']);
  expect(slept).toEqual([]);
});

test('a variable that azd has not set is named', async () => {
  const { parts } = someParts(async () => '', { environment: { ...azd, AZURE_EVENT_TOPIC_NAME: '' } });
  await expect(shopOf(parts, '--only', 'code')).rejects.toThrow(
    'azd does not set the variable AZURE_EVENT_TOPIC_NAME.',
  );
});

test.each([
  [[], '--env must be dev or prod.'],
  [['--env', 'test'], '--env must be dev or prod.'],
  [['--env', 'dev', '--only', 'all'], '--only must be one of resources, code, events.'],
  [['--env', 'dev', '--pause', 'long'], '--pause must be 0 to 600 seconds.'],
  [['--env', 'dev', '--force'], "Unknown option '--force'"],
])('the flags %j are refused: %s', (args, message) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(message);
});
