// The host detects the writes that its own process sends to storage, by method, address and success.

import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchOutgoingRequests } from '../../../localhost/triggers/outgoing-requests';

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    response.statusCode = incoming.url?.includes('refused') ? 409 : 201;
    incoming.resume().on('end', () => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

async function send(method: string, path: string): Promise<void> {
  const sent = request(`${origin}${path}`, { method });
  sent.end('x');
  const [response] = await once(sent, 'response');
  response.resume();
  await once(response, 'end');
}

test('counts successful requests of the method at the address or below it', async () => {
  let seen = 0;
  const end = watchOutgoingRequests({ method: 'PUT', url: `${origin}/account/box`, onDone: () => seen++ });
  await send('PUT', '/account/box/a%20b.txt');
  await send('PUT', '/account/box?restype=container');
  expect(seen).toBe(2);
  for (const [method, path] of [
    ['POST', '/account/box/a'],
    ['GET', '/account/box/a'],
    ['PUT', '/account/boxes/a'],
    ['PUT', '/other/account/box/a'],
    ['PUT', '/account/box/refused'],
  ] as const) {
    await send(method, path);
  }
  expect(seen).toBe(2);
  end();
  await send('PUT', '/account/box/later');
  expect(seen).toBe(2);
});

test('each watcher sees its own requests and can be ended separately', async () => {
  const seen: string[] = [];
  const endQueue = watchOutgoingRequests({
    method: 'POST',
    url: `${origin}/q/messages`,
    onDone: () => seen.push('queue'),
  });
  const endBox = watchOutgoingRequests({ method: 'PUT', url: `${origin}/box`, onDone: () => seen.push('box') });
  await send('POST', '/q/messages?visibilitytimeout=0');
  endQueue();
  await send('PUT', '/box/a');
  await send('POST', '/q/messages');
  endBox();
  expect(seen).toEqual(['queue', 'box']);
});
