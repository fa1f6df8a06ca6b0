import { cleanUp, type HostProcess, makeApp, startHostProcess } from '../cli/host-process';

const functions = `
const { app } = require('@azure/functions');
const { Readable } = require('node:stream');
app.setup({ enableHttpStream: true });
const http = (name, methods, handler, route) => app.http(name, { methods, authLevel: 'anonymous', handler, ...(route && { route }) });
http('echo', ['POST'], (request) => ({
  status: 201,
  body: request.body,
  headers: { 'x-id': request.params.id, 'x-type': request.headers.get('content-type'), 'x-query': request.query.getAll('a').join('|') },
}), 'echo/{id}');
async function* drops() {
  yield 'first\\n';
  await new Promise((done) => setTimeout(done, 500));
  yield 'second\\n';
}
http('drip', ['GET'], () => ({ body: Readable.from(drops()), cookies: [{ name: 'a', value: '1' }, { name: 'b', value: '2' }] }));
http('params', ['GET', 'POST'], (request) => ({ jsonBody: request.params }), 'params/{name}/{*rest}');
const { input, output } = require('@azure/functions');
const storage = { connection: 'AzureWebJobsStorage' };
const kept = output.storageBlob({ ...storage, path: 'kept/{id}-{Query.part}.txt' });
const found = input.storageBlob({ ...storage, path: 'kept/{id}-{Query.part}.txt' });
const row = input.table({ ...storage, tableName: 'rows', partitionKey: '{partition}', rowKey: '{rowKey}' });
const rows = output.table({ ...storage, tableName: 'rows', partitionKey: '{partition}', rowKey: '{rowKey}' });
app.http('keep', { methods: ['PUT'], authLevel: 'anonymous', route: 'blobs/{id}', extraOutputs: [kept], handler: async (request, context) => {
  context.extraOutputs.set(kept, await request.text());
  return {};
} });
app.http('found', { methods: ['GET'], authLevel: 'anonymous', route: 'blobs/{id}', extraInputs: [found],
  handler: (request, context) => ({ body: context.extraInputs.get(found) }) });
app.http('addRow', { methods: ['POST'], authLevel: 'anonymous', route: 'rows', extraOutputs: [rows], handler: async (request, context) => {
  context.extraOutputs.set(rows, { text: (await request.json()).text });
  return {};
} });
app.http('row', { methods: ['GET'], authLevel: 'anonymous', route: 'rows/{partition}/{rowKey}', extraInputs: [row],
  handler: (request, context) => ({ jsonBody: context.extraInputs.get(row) ?? null }) });
http('fails', ['GET'], () => { throw new Error('no'); });
http('nothing', ['GET'], () => undefined);
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

it('passes method, parameters, headers, query and body through', async () => {
  const response = await fetch(`${host.origin}/api/echo/7?a=1&a=2`, {
    method: 'POST',
    body: 'streamed',
    headers: { 'content-type': 'text/x' },
  });
  expect(response.status).toBe(201);
  expect([response.headers.get('x-id'), response.headers.get('x-type'), response.headers.get('x-query')]).toEqual([
    '7',
    'text/x',
    '1|2',
  ]);
  expect(await response.text()).toBe('streamed');
});

it.each([
  ['letters', 'plain/a/b', { name: 'plain', rest: 'a/b' }],
  ['JSON texts', '12/true', { name: '12', rest: 'true' }],
  ['escapes', 'a%20%C3%BC/null', { name: 'a ü', rest: 'null' }],
  ['query values', 'x?a=1&b=two&a=3', { name: 'x', a: '1,3', b: 'two' }],
  ['a query value of the same name', 'x?name=y&code=z', { name: 'x' }],
])('gives %s as texts in params', async (_, path, params) => {
  expect(await (await fetch(`${host.origin}/api/params/${path}`)).json()).toEqual(params);
});

it('fills route, query and body values into other bindings', async () => {
  await fetch(`${host.origin}/api/blobs/first?part=2`, { method: 'PUT', body: 'some text' });
  // A streamed response does not wait for the outputs.
  await host.shows("Executed 'Functions.keep' (Succeeded");
  expect(await (await fetch(`${host.origin}/api/blobs/first?part=2`)).text()).toBe('some text');
  const body = JSON.stringify({ partition: 'p', rowKey: 'r', text: 'a row' });
  await fetch(`${host.origin}/api/rows`, { method: 'POST', body });
  await host.shows("Executed 'Functions.addRow' (Succeeded");
  const row = await (await fetch(`${host.origin}/api/rows/p/r`)).json();
  expect(row).toEqual(expect.objectContaining({ PartitionKey: 'p', RowKey: 'r', text: 'a row' }));
});

it('delivers the first part of a response while the handler produces the second', async () => {
  const response = await fetch(`${host.origin}/api/drip`);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  const times: number[] = [];
  let text = '';
  for await (const chunk of response.body ?? []) {
    times.push(Date.now());
    text += Buffer.from(chunk).toString();
  }
  expect(text).toBe('first\nsecond\n');
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(300);
});

it('sends a default response if the handler throws or returns nothing', async () => {
  const failed = await fetch(`${host.origin}/api/fails`);
  expect([failed.status, await failed.text()]).toEqual([500, '']);
  expect((await fetch(`${host.origin}/api/nothing`)).status).toBe(204);
});

it('has no size limit for a streamed upload', async () => {
  const size = 120_000_000;
  let left = size;
  const body = new ReadableStream({
    pull(controller) {
      const part = Math.min(left, 1_000_000);
      left -= part;
      if (part > 0) controller.enqueue(Buffer.alloc(part));
      else controller.close();
    },
  });
  const response = await fetch(`${host.origin}/api/echo/1`, { method: 'POST', body, duplex: 'half' } as RequestInit);
  let received = 0;
  for await (const chunk of response.body ?? []) received += chunk.length;
  expect(received).toBe(size);
});

it('exits, although the library’s internal server would keep the process alive', async () => {
  expect(await host.stop()).toBe(0);
});
