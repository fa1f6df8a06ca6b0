import { BlobServiceClient } from '@azure/storage-blob';
import { cleanUp, type HostProcess, makeApp, startHostProcess } from '../cli/host-process';

const functions = `
const { app } = require('@azure/functions');
const df = require('durable-functions');
const connection = 'AzureWebJobsStorage';
app.storageQueue('queue', { queueName: 'q', connection, handler: (message, context) => context.log('queue: %j', message) });
app.timer('timer', { schedule: '0 0 0 1 1 *', handler: (timer, context) => context.log('timer past due: ' + timer.isPastDue) });
app.storageBlob('blob', { path: 'pictures/{name}.{ext}', connection, source: 'EventGrid', handler: (blob, context) =>
  context.log('blob of ' + blob.length + ' bytes, ' + context.triggerMetadata.name + ' ' + context.triggerMetadata.ext) });
df.app.activity('activity', { handler: (input, context) => context.log('activity: %j', input) });
df.app.orchestration('orchestration', function* () {});
app.http('http', { methods: ['POST'], authLevel: 'anonymous', handler: async (request, context) => {
  context.log('http: ' + (await request.text()));
  return {};
} });
app.http('order', { methods: ['GET'], authLevel: 'anonymous', handler: (request, context) => {
  context.log('first');
  console.log('second');
  context.log('third');
  return {};
} });
app.http('connection', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: process.env.AzureWebJobsStorage }) });
`;

let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess({
    app: makeApp({ 'src/a.js': functions }),
    flags: ['--azurite-port', '0'],
    environment: { AzureWebJobsStorage: 'UseDevelopmentStorage=true' },
  });
});
afterAll(cleanUp);

const runByHand = async (name: string, input: string) =>
  (await fetch(`${host.origin}/admin/functions/${name}`, { method: 'POST', body: JSON.stringify({ input }) })).status;

it.each([
  ['queue', '{"id":7}', 'queue: {"id":7}'],
  ['timer', '', 'timer past due: false'],
  ['activity', '["a"]', 'activity: ["a"]'],
  ['http', 'a body', 'http: a body'],
])('a %s function gets its input', async (name, input, line) => {
  expect(await runByHand(name, input)).toBe(202);
  await host.shows(line);
});

it('a blob function gets the path of a blob', async () => {
  const storage = BlobServiceClient.fromConnectionString(await (await fetch(`${host.origin}/api/connection`)).text());
  const container = storage.getContainerClient('pictures');
  await container.createIfNotExists();
  await container.uploadBlockBlob('cat.jpg', 'abcde', 5);
  expect(await runByHand('blob', 'pictures/cat.jpg')).toBe(202);
  await host.shows('blob of 5 bytes, cat jpg');
});

it('an orchestration cannot be run manually', async () => {
  expect(await runByHand('orchestration', '')).toBe(400);
});

it('output that the app prints stays in order with its log lines', async () => {
  await fetch(`${host.origin}/api/order`);
  await host.shows("Executed 'Functions.order'");
  expect(host.output()).toMatch(
    /Executing 'Functions\.order'[^\n]*\n[^\n]*\] first\nsecond\n[^\n]*\] third\n[^\n]*Executed 'Functions\.order'/,
  );
});
