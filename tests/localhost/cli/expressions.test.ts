// Binding expressions on the running host: what an HTTP request and the host itself give to other bindings' options.

import { BlobServiceClient } from '@azure/storage-blob';
import { cleanUp, type HostProcess, makeApp, runHostProcess, startHostProcess } from './host-process';

const written = `
const { app, input, output } = require('@azure/functions');
const blob = (path) => output.storageBlob({ path, connection: 'AzureWebJobsStorage' });
const paths = {
  method: 'out/{sys.methodname}.txt',
  request: 'out/{Headers.x-place}/{Query.kind}/{id}-{deep.part}.txt',
  made: 'out/made/{sys.utcnow}_{sys.randguid:N}_{rand-guid:B}_{datetime:yyyy}.txt',
};
for (const [name, path] of Object.entries(paths)) {
  const out = blob(path);
  app.http(name, { authLevel: 'anonymous', route: name + '/{id?}', extraOutputs: [out], handler: (_, context) => {
    context.extraOutputs.set(out, name);
    return { body: process.env.AzureWebJobsStorage };
  } });
}
`;

let host: HostProcess;
beforeAll(async () => {
  const environment = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
  host = await startHostProcess({ app: makeApp({ 'src/a.js': written }), environment, flags: ['--azurite-port', '0'] });
});
afterAll(cleanUp);

/** Calls the function, then the names of the blobs below `out`. */
async function writtenBy(path: string, init?: RequestInit): Promise<string[]> {
  const response = await fetch(`${host.origin}/api/${path}`, init);
  expect(response.status).toBe(200);
  const container = BlobServiceClient.fromConnectionString(await response.text()).getContainerClient('out');
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) names.push(name);
  return names;
}

it('sys.methodname is the function', async () => {
  expect(await writtenBy('method')).toContain('method.txt');
});

it('headers, query, route and the members of a JSON body have names', async () => {
  const names = await writtenBy('request/7?kind=big', {
    method: 'POST',
    headers: { 'x-place': 'shelf', 'content-type': 'application/json' },
    body: JSON.stringify({ deep: { part: 'b' }, sys: { methodname: 'forged' } }),
  });
  expect(names).toContain('shelf/big/7-b.txt');
});

it('times and guids are made by the host', async () => {
  const year = new Date().getUTCFullYear();
  const made = (await writtenBy('made')).find((name) => name.startsWith('made/'));
  const time = /\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ/.source;
  expect(made).toMatch(new RegExp(`^made/${time}_[0-9a-f]{32}_\\{[0-9a-f-]{36}\\}_${year}\\.txt$`));
});

it('a name without a value fails the invocation, and the console says which', async () => {
  expect((await fetch(`${host.origin}/api/request/7`)).status).toBe(500);
  await host.shows("Error while accessing 'x-place': property doesn't exist.");
});

it('a binding that wants a client of the service is refused at the start', async () => {
  const app = makeApp({
    'src/a.js': `
const { app } = require('@azure/functions');
app.storageBlob('picture', { path: 'in/{name}', connection: 'AzureWebJobsStorage', sdkBinding: true, handler: () => undefined });
`,
  });
  const { code, errors } = await runHostProcess({ app });
  expect([code, errors]).toEqual([
    1,
    'Function \'picture\' has a binding "blobTrigger" with sdkBinding, which the local host does not support. Run this app with Azure Functions Core Tools (func start).\n',
  ]);
});
