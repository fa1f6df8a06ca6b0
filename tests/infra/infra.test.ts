// Tests the infrastructure without Azure: it compiles without diagnostics, the predicted resources match the committed
// snapshots, and all policies hold. One process of the Bicep CLI does all of it.

import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BicepSession, startBicep } from './bicep-session';
import { type Checked, checkInfrastructure, named, untidyFiles } from './check-infrastructure';
import { findBicepCli } from './find-bicep-cli';
import { type Change, mutations } from './mutations';
import { serviceTag } from './policies/resource-names';

const root = join(__dirname, '..', '..');
const snapshots = join(__dirname, 'snapshots');
const cli = findBicepCli();
const describeWithBicep = 'path' in cli ? describe : describe.skip;

describeWithBicep('the infrastructure', () => {
  let bicep: BicepSession;
  let checked: Checked;

  beforeAll(async () => {
    bicep = await startBicep('path' in cli ? cli.path : '');
    checked = await checkInfrastructure(bicep, root, root);
  });
  afterAll(() => bicep?.end());

  test('compiles without any diagnostic', () => expect(checked.diagnostics).toEqual([]));

  test('has no badly formatted and no unused file', async () => {
    expect(await untidyFiles(bicep, root)).toEqual([]);
  });

  test('complies with every policy', () => expect(checked.policies).toEqual([]));

  test('predicts the committed snapshots for each parameter file', () => {
    const files = checked.predictions.map(({ file }) => file.replace('.bicepparam', '.json'));
    for (const { file, snapshot } of checked.predictions) {
      const path = join(snapshots, file.replace('.bicepparam', '.json'));
      // To update: UPDATE_SNAPSHOTS=1 npm run test:infra, then review the diff.
      if (process.env.UPDATE_SNAPSHOTS) writeFileSync(path, `${snapshot.trimEnd()}\n`);
      const committed = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : `${path} is missing`;
      expect(JSON.parse(snapshot)).toEqual(committed);
    }
    expect(globSync('*.json', { cwd: snapshots }).sort()).toEqual(files.sort());
  });

  test('is found by azd under the name that azure.yaml gives it', () => {
    const manifest = join(root, 'azure.yaml');
    const service = /^services:\s*\n\s+(\w+):/m.exec(readFileSync(manifest, 'utf8'))?.[1] ?? 'no service';
    expect(checked.predictions.flatMap((prediction) => serviceTag(prediction, service))).toEqual([]);
  });

  test('matches host.json: the task hub, alerts that miss no trace, no rows about each call to storage', () => {
    const host = JSON.parse(readFileSync(join(root, 'host.json'), 'utf8'));
    const hubs = named(checked.predictions, 'everything-on')?.predictedResources.filter(({ type }) =>
      type.endsWith('/taskHubs'),
    );
    const { hubName, storageProvider } = host.extensions.durableTask;
    const { logLevel } = host.logging;
    expect(logLevel).toMatchObject({ 'Azure.Core': 'Warning', 'Azure.Identity': 'Warning' });
    expect(hubs?.map(({ name }) => name.split('/')[1])).toEqual([hubName]);
    const { excludedTypes } = host.logging.applicationInsights.samplingSettings;
    expect(excludedTypes.split(';')).toEqual(expect.arrayContaining(['Exception', 'Trace']));
    expect(storageProvider.maxQueuePollingInterval).toMatch(/^00:00:(0\d|10)$/);
  });

  test('reports the number of resources with every option on and off', () => {
    const [on = 0, off = 0] = ['everything-on', 'everything-off'].map(
      (name) => named(checked.predictions, name)?.predictedResources.length,
    );
    process.stdout.write(`infra: ${on} predicted resources with every option on, ${off} with every option off\n`);
    expect(off).toBeGreaterThan(30);
    expect(on).toBeGreaterThan(off);
  });

  describe('in every combination of plan, cart store, backend and network', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'cartwright-infra-'));
      for (const part of ['infra', 'tests/infra/parameters'])
        cpSync(join(root, part), join(folder, part), { recursive: true });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const combinations = ['flex', 'premium'].flatMap((plan) =>
      ['entity', 'cosmos'].flatMap((store) =>
        ['storage', 'scheduler'].flatMap((backend) =>
          ['open', 'private'].map((network) => [plan, store, backend, network] as const),
        ),
      ),
    );

    test.each(combinations)('%s, %s, %s, %s is predicted, and complies', async (plan, store, backend, network) => {
      const name = `combined-${plan}-${store}-${backend}-${network}`;
      const parameters = join(folder, 'tests/infra/parameters');
      const choice = [
        readFileSync(join(parameters, 'everything-off.bicepparam'), 'utf8').trimEnd(),
        `param plan = '${plan}'`,
        `param cartStore = '${store}'`,
        `param durableBackend = '${backend}'`,
        `param privateNetworking = ${network === 'private'}`,
        'param appSize = { alwaysReadyDurable: 1 }',
      ];
      writeFileSync(join(parameters, `${name}.bicepparam`), `${choice.join('\n')}\n`);
      const { diagnostics, policies, predictions } = await checkInfrastructure(bicep, folder, root, name);
      expect({ diagnostics, policies }).toEqual({ diagnostics: [], policies: [] });
      const types = new Set(predictions[0]?.predictedResources.map(({ type }) => type));
      expect(types.has('Microsoft.DocumentDB/databaseAccounts')).toBe(store === 'cosmos');
      expect(types.has('Microsoft.DurableTask/schedulers')).toBe(backend === 'scheduler');
      expect(types.has('Microsoft.Network/privateEndpoints')).toBe(network === 'private');
    });
  });

  describe('when something is broken', () => {
    let copy: string;

    beforeEach(() => {
      copy = mkdtempSync(join(tmpdir(), 'cartwright-infra-'));
      for (const folder of ['infra', 'tests/infra/parameters'])
        cpSync(join(root, folder), join(copy, folder), { recursive: true });
    });
    afterEach(() => rmSync(copy, { recursive: true, force: true }));

    function change([file, from, to]: Change): void {
      const path = join(copy, 'infra', file);
      const before = readFileSync(path, 'utf8');
      expect(before).toContain(from);
      writeFileSync(path, before.replace(from, to));
    }

    async function broken(...only: Change): Promise<Checked> {
      change(only);
      return checkInfrastructure(bicep, copy, root, 'main');
    }

    test.each(mutations)('$fault', async ({ changes, which, told }) => {
      for (const one of changes) change(one);
      const reported = await checkInfrastructure(bicep, copy, root, which).then(
        ({ policies }) => policies.join('\n'),
        (error: Error) => error.message,
      );
      expect(reported).toContain(told);
    });

    test('a misspelt property fails as a diagnostic', async () => {
      const { diagnostics } = await broken('modules/storage.bicep', 'allowSharedKeyAccess:', 'allowSharedKeyAcces:');
      expect(diagnostics.join('\n')).toContain('allowSharedKeyAcces');
    });

    test('a dropped role fails by its name', async () => {
      const { policies } = await broken(
        'modules/roles.bicep',
        'queueDataContributor, tableDataContributor]',
        'tableDataContributor]',
      );
      expect(policies).toContain(
        'A role is missing: the app has Storage Queue Data Contributor on storageAccounts. (main.bicepparam)',
      );
    });

    test('a renamed setting fails as missing, and as unknown', async () => {
      const { policies } = await broken('modules/function-app.bicep', 'SESSION_SECRET:', 'SESSIONS_SECRET:');
      expect(policies).toContain(
        'The setting SESSIONS_SECRET is given to the app, which does not know it. (main.bicepparam)',
      );
      expect(policies).toContain('Error: Settings to correct: SESSION_SECRET is missing. (main.bicepparam)');
    });

    test('a secret in a parameter that is not secure fails, in any file', async () => {
      const { policies } = await broken('shop.bicep', '@secure()\nparam smtpUrl', 'param smtpUrl');
      expect(policies).toContain('The parameter smtpUrl of main/shop has to be secure.');
    });

    test('a missing dependency fails, since the app would start without its roles', async () => {
      const { policies } = await broken('shop.bicep', 'monitoring, roles, network]', 'monitoring, network]');
      expect(policies).toContain('The app starts before its roles are there.');
    });

    test('a queue that is missing in the template fails with the file that uses it', async () => {
      cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
      writeFileSync(
        join(copy, 'src/adapters/storage/returns.ts'),
        "export const queue = storage.queue('parcel-returns');\n",
      );
      const { policies } = await checkInfrastructure(bicep, copy, copy, 'main');
      expect(policies).toContain(
        'src/adapters/storage/returns.ts uses the queue parcel-returns: add it to infra/modules/storage.bicep. (main.bicepparam)',
      );
    });
  });
});
