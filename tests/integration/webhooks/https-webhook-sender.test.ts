// Posts to real servers: what counts as success, and what is never reached.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeHttpsWebhookSender } from '../../../src/adapters/webhooks/https-webhook-sender';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(
      `${request.method} ${request.url} ${request.headers['content-type']} ${request.headers['webhook-id']} ${body}`,
    );
    answer(request, response);
  });
  server.on('connection', () => void connections++);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/hooks`, asked, connections: () => connections };
}

const local = makeHttpsWebhookSender({ allowsPrivate: true, timeoutMs: 10_000 });
const impatient = makeHttpsWebhookSender({ allowsPrivate: true, timeoutMs: 300 });
const headers = { 'webhook-id': 'whk_1' };
const body = '{"größe":1}';

test.each([200, 202, 204])('a %i is accepted, with the body as it was given', async (status) => {
  const { url, asked } = await serve((_request, response) => response.writeHead(status).end());
  expect(await local.post(url, headers, body)).toEqual({ kind: 'accepted', result: `HTTP ${status}` });
  expect(asked).toEqual([`POST /hooks application/json whk_1 ${body}`]);
});

test.each([400, 404, 429, 500, 503])('a %i is refused, to be tried again', async (status) => {
  const { url } = await serve((_request, response) => response.writeHead(status).end('no'));
  expect(await local.post(url, headers, body)).toEqual({ kind: 'refused', result: `HTTP ${status}` });
});

test('a 410 is final', async () => {
  const { url } = await serve((_request, response) => response.writeHead(410).end());
  expect(await local.post(url, headers, body)).toEqual({ kind: 'refused', result: 'HTTP 410', isFinal: true });
});

test('a redirect is not followed', async () => {
  const target = await serve((_request, response) => response.writeHead(200).end());
  const { url } = await serve((_request, response) => response.writeHead(307, { location: target.url }).end());
  expect(await local.post(url, headers, body)).toEqual({ kind: 'refused', result: 'HTTP 307' });
  expect(target.connections()).toBe(0);
});

test('an endpoint that does not answer, hangs up, or is not there is refused', async () => {
  const silent = await serve(() => undefined);
  expect(await impatient.post(silent.url, headers, body)).toEqual({ kind: 'refused', result: 'no answer in time' });
  const rude = await serve((request) => request.socket.destroy());
  expect(await local.post(rude.url, headers, body)).toEqual({ kind: 'refused', result: 'ECONNRESET' });
  expect(await local.post('http://127.0.0.1:1/', headers, body)).toEqual({ kind: 'refused', result: 'ECONNREFUSED' });
});

test('the status counts, however long the body is', async () => {
  const closed = new Promise<void>((resolve) => {
    void serve((_request, response) => {
      response.writeHead(200);
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', write).on('close', () => resolve());
      write();
    }).then(async ({ url }) => {
      expect(await local.post(url, headers, body)).toEqual({ kind: 'accepted', result: 'HTTP 200' });
    });
  });
  await closed;
});

describe('outside a local host', () => {
  const outside = makeHttpsWebhookSender({ allowsPrivate: false, timeoutMs: 10_000 });

  test('neither plain HTTP nor an address that is not public is ever connected to, whatever its name', async () => {
    const { port, connections } = await serve((_request, response) => response.writeHead(200).end());
    const results: Record<string, string> = {};
    for (const url of [
      `http://127.0.0.1:${port}/`,
      `https://127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
    ]) {
      results[url.replace(String(port), 'port')] = (await outside.post(url, headers, body)).result;
    }
    expect(results).toEqual({
      'http://127.0.0.1:port/': 'only https is allowed',
      'https://127.0.0.1:port/': 'ADDRESS_NOT_PUBLIC',
      'https://localhost:port/': 'ADDRESS_NOT_PUBLIC',
      'https://[::ffff:127.0.0.1]:port/': 'ADDRESS_NOT_PUBLIC',
    });
    expect(connections()).toBe(0);
  });
});
