import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess, isRunning } from '../../../localhost/core/process-identity';
import { cleanUp, makeApp, runHostProcess, startHostProcess, temporaryFolder } from '../cli/host-process';
import { clientOf, endpointOf } from './cosmos-app';

afterEach(cleanUp);

const app = () =>
  makeApp({
    'src/a.js': `
const { app, output } = require('@azure/functions');
const out = output.cosmosDB({ connection: 'Shop', databaseName: 'd', containerName: 'c' });
app.http('settings', { authLevel: 'anonymous', extraOutputs: [out], handler: () => ({ jsonBody: [process.env.Shop, process.env.Genuine, process.env.Other] }) });
`,
  });

const environment = {
  Shop: 'UseDevelopmentCosmos=true',
  Genuine: 'AccountEndpoint=https://localhost:8081/;AccountKey=a2V5',
  Other: 'AccountEndpoint=https://shop.documents.azure.com:443/;AccountKey=a2V5',
};

it('starts for settings that name the emulator, warns that data is lost, and stops with the host', async () => {
  const data = temporaryFolder();
  const host = await startHostProcess({ app: app(), flags: ['--data', data, '--cosmos'], environment });
  const endpoint = endpointOf(host);
  const [shop, genuine, other] = (await (await fetch(`${host.origin}/api/settings`)).json()) as string[];
  expect(shop).toMatch(`AccountEndpoint=${endpoint};AccountKey=`);
  expect([genuine, other]).toEqual([shop, environment.Other]);
  expect(host.output()).toContain('(in memory only: its data is lost when the host stops).');
  await clientOf(endpoint).databases.createIfNotExists({ id: 'd' });
  const { pid } = JSON.parse(readFileSync(join(data, 'cosmos.json'), 'utf8')) as { pid: number };
  expect(await host.stop()).toBe(0);
  expect(existsSync(join(data, 'cosmos.json'))).toBe(false);
  expect(isRunning(identifyProcess(pid))).toBe(false);
});

it('uses the given port, and reports if it is in use', async () => {
  const first = await startHostProcess({ app: app(), flags: ['--cosmos'], environment });
  const { port } = new URL(endpointOf(first));
  const flags = ['--cosmos-port', port];
  const { code, errors } = await runHostProcess({ app: app(), flags, environment });
  expect([code, errors]).toEqual([1, `Port ${port} is taken. Choose another with --cosmos-port.\n`]);
  await first.stop();
  const second = await startHostProcess({ app: app(), flags, environment });
  expect(new URL(endpointOf(second)).port).toBe(port);
});

it('is not started if nothing needs it', async () => {
  const data = temporaryFolder();
  const host = await startHostProcess({ app: app(), flags: ['--data', data, '--cosmos'] });
  expect(host.output()).toContain('--cosmos has no effect: no setting is UseDevelopmentCosmos=true');
  expect(existsSync(join(data, 'cosmos.json'))).toBe(false);
});

it('must be enabled by flag if a binding needs it', async () => {
  const host = await startHostProcess({ app: withOutput(), environment });
  expect((await fetch(`${host.origin}/api/write`)).status).toBe(500);
  await host.shows("Connection 'Shop' is UseDevelopmentCosmos=true: start the host with --cosmos.");
});

function withOutput(): string {
  return makeApp({
    'src/a.js': `
const { app, output } = require('@azure/functions');
app.http('write', { authLevel: 'anonymous', extraOutputs: [output.cosmosDB({ name: 'o', connection: 'Shop', databaseName: 'd', containerName: 'c' })],
  handler: (_, context) => { context.extraOutputs.set('o', { id: '1' }); return {}; } });
`,
  });
}
