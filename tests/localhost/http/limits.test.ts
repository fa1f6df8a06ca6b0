import { connect } from 'node:net';
import { cleanUp, type HostProcess, makeApp, startHostProcess } from '../cli/host-process';

const functions = `
const { app } = require('@azure/functions');
app.http('size', { methods: ['POST'], authLevel: 'anonymous', handler: async (request) => ({ body: String((await request.arrayBuffer()).byteLength) }) });
app.http('slow', { methods: ['GET'], authLevel: 'anonymous', handler: () => new Promise((done) => setTimeout(done, 700, { body: 'done' })) });
`;

const moreFunctions = `
const { app } = require('@azure/functions');
app.http('odd', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ headers: { 'x-fine': 'ok', 'x-odd': 'a\\u0001b' } }) });
`;

let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess({
    app: makeApp({
      'src/a.js': functions,
      'src/b.js': moreFunctions,
      'host.json': '{"version":"2.0","extensions":{"http":{"routePrefix":"","maxOutstandingRequests":2}}}',
    }),
    environment: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000', AzureWebJobsDisableHomepage: 'true' },
  });
});
afterAll(cleanUp);

it('returns 413 for a body above the limit, with or without content-length', async () => {
  const url = `${host.origin}/size`;
  expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(200);
  expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1001) })).status).toBe(413);
  const body = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 3; i++) controller.enqueue(Buffer.alloc(400));
      controller.close();
    },
  });
  expect((await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit)).status).toBe(413);
});

it('returns 429 above maxOutstandingRequests', async () => {
  const statuses = await Promise.all([1, 2, 3].map(async () => (await fetch(`${host.origin}/slow`)).status));
  expect(statuses.sort()).toEqual([200, 200, 429]);
});

it('continues after a client that closed its connection', async () => {
  const { port } = new URL(host.origin);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST /size HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\nabc');
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.destroy();
  expect(await (await fetch(`${host.origin}/size`, { method: 'POST', body: 'abc' })).text()).toBe('3');
});

it('returns 500 for a response that cannot be sent, and logs why', async () => {
  const response = await fetch(`${host.origin}/odd`);
  expect([response.status, response.headers.get('x-fine')]).toEqual([500, null]);
  await host.shows('Cannot respond to GET /odd: TypeError [ERR_INVALID_CHAR]');
});

it('has no home page if it is disabled', async () => {
  expect((await fetch(`${host.origin}/`)).status).toBe(204);
});
