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
http('fails', ['GET'], () => { throw new Error('no'); });
http('nothing', ['GET'], () => undefined);
`;

let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess({ app: makeApp({ 'src/a.js': functions }) });
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
