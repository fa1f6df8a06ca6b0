import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CallHttpOptions } from 'durable-functions';
import { loadAppUnderTest } from './app-under-test';
import { closeHubs, openHub, until } from './hub';

const app = loadAppUnderTest();
const { df } = app;

df.app.activity('note', { handler: (value: unknown) => value });
df.app.orchestration('calls', function* (context) {
  return (yield context.df.callHttp(context.df.getInput() as CallHttpOptions)) as unknown;
});
df.app.orchestration('callsCaught', function* (context) {
  try {
    yield context.df.callHttp(context.df.getInput() as CallHttpOptions);
  } catch (error) {
    return String((error as Error).message.split(' \n ')[0]);
  }
  return 'not reached';
});
df.app.orchestration('callsAlongside', function* (context) {
  const call = context.df.callHttp(context.df.getInput() as CallHttpOptions);
  const [response, note] = (yield context.df.Task.all([call, context.df.callActivity('note', 'one')])) as [
    { content: string },
    string,
  ];
  return [response.content, note, (yield context.df.callActivity('note', 'two')) as string];
});

let server: Server;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const requests: { method: string | undefined; url: string | undefined; headers: object; body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    requests.push({ method, url, headers, body: await text(request) });
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await until(() => server.listening, Boolean);
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  requests.length = 0;
});
afterEach(closeHubs);
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('sends the request and returns status, general headers and content', async () => {
  answer = (_request, response) => {
    response.writeHead(201, { 'X-Kind': 'a', 'Content-Type': 'application/json' }).end('{"made":true}');
  };
  const hub = openHub(app);
  const { output } = await hub.run('calls', {
    method: 'POST',
    url: `${base}/things`,
    body: { a: 1 },
    headers: { 'x-y': 'z' },
  });
  expect(output).toMatchObject({ statusCode: 201, content: '{"made":true}', headers: { 'X-Kind': 'a' } });
  expect(Object.keys((output as { headers: object }).headers)).not.toContain('Content-Type');
  expect(requests).toMatchObject([
    {
      method: 'POST',
      url: '/things',
      body: '{"a":1}',
      headers: { 'x-y': 'z', 'content-type': 'text/plain; charset=utf-8' },
    },
  ]);
});

it('polls while the response is 202, with the delays that the responses request', async () => {
  answer = (_request, response) => {
    if (requests.length < 3) response.writeHead(202, { Location: '/poll', 'Retry-After': '0.02' }).end();
    else response.end('ready');
  };
  const hub = openHub(app);
  const headers = { 'x-functions-key': 'secret', 'x-kept': '1' };
  const { output } = await hub.run('callsAlongside', { method: 'POST', url: `${base}/begin`, body: 'x', headers });
  expect(output).toEqual(['ready', 'one', 'two']);
  expect(requests.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/begin', 'x'],
    ['GET', '/poll', ''],
    ['GET', '/poll', ''],
  ]);
  expect(requests[1]?.headers).toMatchObject({ 'x-kept': '1' });
  expect(requests[1]?.headers).not.toHaveProperty('x-functions-key');
});

it('does not poll if polling is disabled', async () => {
  answer = (_request, response) => {
    response.writeHead(202, { Location: '/poll' }).end('later');
  };
  const { output } = await openHub(app).run('calls', { method: 'GET', url: `${base}/x`, enablePolling: false });
  expect([(output as { statusCode: number }).statusCode, requests.length]).toEqual([202, 1]);
});

it('follows redirects', async () => {
  answer = (request, response) => {
    if (request.url === '/old') response.writeHead(303, { Location: '/new' }).end();
    else response.end(`${request.method} at ${request.url}`);
  };
  const { output } = await openHub(app).run('calls', { method: 'PUT', url: `${base}/old`, body: 'x' });
  expect(output).toMatchObject({ statusCode: 200, content: 'GET at /new' });
});

it('fails the task if there is no response', async () => {
  const { output } = await openHub(app).run('callsCaught', { method: 'GET', url: 'http://127.0.0.1:1/' });
  expect(output).toMatch(/^Activity function 'BuiltIn::HttpActivity' failed: {2}.*ECONNREFUSED/);
});

it('fails the task if it needs a managed identity', async () => {
  const tokenSource = { resource: 'https://vault.example', kind: 'AzureManagedIdentity' };
  const { output } = await openHub(app).run('callsCaught', { method: 'GET', url: base, tokenSource });
  expect(output).toMatch(/No managed identity on this machine/);
});
