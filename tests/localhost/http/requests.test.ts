import { request as httpRequest, type IncomingMessage } from 'node:http';
import { cleanUp, fixture, type HostProcess, startHostProcess } from '../cli/host-process';

let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess({ app: fixture('http-app') });
});
afterAll(cleanUp);

const send = (path: string, init?: RequestInit) => fetch(host.origin + path, { redirect: 'manual', ...init });

interface Expected {
  status: number;
  headers?: Record<string, string | null>;
  body?: string;
}

const text = { 'content-type': 'text/plain;charset=UTF-8' };
const empty = { 'content-length': '0', 'content-type': null };

describe('responds as recorded from the genuine host', () => {
  it.each<[what: string, method: string, path: string, expected: Expected]>([
    ['text', 'GET', '/api/hstr', { status: 200, headers: text, body: 'a string' }],
    ['nothing', 'GET', '/api/hnone', { status: 204, body: '' }],
    ['an empty object', 'GET', '/api/hempty', { status: 200, body: '' }],
    ['a thrown error', 'GET', '/api/hthrow', { status: 500, headers: empty, body: '' }],
    ['a number', 'GET', '/api/hnumber', { status: 500, headers: empty, body: '' }],
    ['a redirect', 'GET', '/api/hredirect', { status: 302, headers: { location: '/api/hstr' }, body: '' }],
    ['a parameter against its constraint', 'GET', '/api/r/ab/c', { status: 404, headers: empty, body: '' }],
    ['a wrong method', 'DELETE', '/api/r/1/z', { status: 404, headers: empty, body: '' }],
    ['an unknown route', 'GET', '/api/nope', { status: 404, headers: empty, body: '' }],
    ['a route without its prefix', 'GET', '/hstr', { status: 404, headers: empty, body: '' }],
    ['another case', 'GET', '/API/HSTR', { status: 200, headers: text, body: 'a string' }],
    ['a trailing slash', 'GET', '/api/hstr/', { status: 200, headers: text, body: 'a string' }],
    ['HEAD on a GET function', 'HEAD', '/api/hstr', { status: 404, body: '' }],
    ['a function key', 'GET', '/api/hfn', { status: 200, headers: text, body: 'fn' }],
    ['a wrong function key', 'GET', '/api/hfn?code=zz', { status: 200, headers: text, body: 'fn' }],
    ['an admin function', 'GET', '/api/hadmin', { status: 200, headers: text, body: 'admin' }],
    ['the favicon', 'GET', '/favicon.ico', { status: 404, headers: empty, body: '' }],
    ['routes that overlap', 'GET', '/api/same', { status: 200, headers: text, body: 'a' }],
  ])('%s', async (_what, method, path, expected) => {
    const response = await send(path, { method });
    expect(response.status).toBe(expected.status);
    for (const [name, value] of Object.entries(expected.headers ?? {})) expect(response.headers.get(name)).toBe(value);
    expect(await response.text()).toBe(expected.body);
  });

  it('bytes', async () => {
    const response = await send('/api/hbuf');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 1, 2, 255]);
  });

  it('cookies', async () => {
    const response = await send('/api/hcookie');
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual([
      'a=b%20c; max-age=100; path=/; secure; samesite=strict; httponly',
      'second=2; path=/',
    ]);
    expect(response.headers.get('x-multi')).toBe('v1');
  });

  it.each([
    ['text/plain; charset=utf-8', 'ü'],
    ['application/json', '{"a":  1}'],
    ['application/x-www-form-urlencoded', 'a=1&b=%20'],
  ])('a body of type %s, byte by byte', async (type, body) => {
    const response = await send('/api/hecho', { method: 'POST', body, headers: { 'content-type': type } });
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(body);
  });

  it('the home page at the root', async () => {
    const response = await send('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('up and running');
  });
});

describe('what a function sees of a request', () => {
  it('is method, url, parameters, query with repeated keys joined, and headers', async () => {
    const path = '/api/r/12/a/b%20c?x=1&x=2&y=%C3%BC&z';
    const [status, body] = await plainGet(path);
    expect(status).toBe(200);
    const { port } = new URL(host.origin);
    expect(JSON.parse(body)).toEqual({
      method: 'GET',
      url: `http://localhost:${port}${path}`,
      params: { id: '12', rest: 'a/b c' },
      query: [
        ['x', '1,2'],
        ['y', 'ü'],
        ['z', ''],
      ],
      headers: [
        ['connection', 'keep-alive'],
        ['host', `localhost:${port}`],
      ],
      body: '',
    });
  });

  it('includes a chunked body', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('in '));
        controller.enqueue(Buffer.from('chunks'));
        controller.close();
      },
    });
    const response = await send('/api/r/1', { method: 'PUT', body, duplex: 'half' } as RequestInit);
    expect(await response.json()).toMatchObject({ method: 'PUT', params: { id: '1' }, body: 'in chunks' });
  });
});

it('responds to HEAD without a body if the function lists it', async () => {
  const response = await send('/api/hhead', { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
});

it('adds the custom headers of host.json to every response', async () => {
  for (const path of ['/api/hstr', '/api/nope', '/api/hthrow']) {
    expect((await send(path)).headers.get('x-custom')).toBe('yes');
  }
});

it('logs start and end of an invocation, and why it failed', async () => {
  await send('/api/hthrow');
  await host.shows('Result: Failure\nException: http boom\nStack: Error: http boom');
  const begun =
    /Executing 'Functions\.hthrow' \(Reason='This function was programmatically called via the host APIs\.', Id=([0-9a-f-]{36})\)/;
  const invocationId = begun.exec(host.output())?.[1];
  const ended = new RegExp(`Executed 'Functions\\.hthrow' \\(Failed, Id=${invocationId}, Duration=\\d+ms\\)`);
  expect(host.output()).toMatch(ended);
});

/** Without the headers that fetch adds. */
async function plainGet(path: string): Promise<[status: number | undefined, body: string]> {
  const { port } = new URL(host.origin);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(
      { host: '127.0.0.1', port, path, headers: { host: `localhost:${port}`, connection: 'keep-alive' } },
      resolve,
    )
      .on('error', reject)
      .end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return [response.statusCode, Buffer.concat(chunks).toString()];
}
