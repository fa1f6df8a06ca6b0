import { cleanUp, type HostProcess } from '../cli/host-process';
import { bodyLimitBytes, expectWell, fire, fireAll, startAppUnderFire } from './app-under-fire';
import type { RawRequest } from './raw-exchange';
import { makeStrange, requestCount } from './strange-values';

const strange = makeStrange();
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH'];

const headerNames = [
  'accept',
  'content-type',
  'content-encoding',
  'cookie',
  'origin',
  'access-control-request-method',
  'range',
  'expect',
  'x-functions-key',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-ms-invocation-id',
  'x-ms-client-principal',
  'traceparent',
  'upgrade',
  'if-match',
  'aeg-event-type',
  'constructor',
  '__proto__',
  'x-http-method-override',
  'te',
  'forwarded',
];

function strangeRequest(): RawRequest {
  const [one, two] = [strange.segment(), strange.segment()];
  const path = strange.pick([
    '',
    `api/echo/${one}`,
    `api/echo/${one}/${two}/${one}`,
    `api/number/${one}`,
    `api/parts/${one}.${two}`,
    `admin/functions/${one}`,
    `admin/functions/${one}/${strange.pick(['keys', 'status', two])}`,
    'admin/functions/byHand',
    'admin/functions',
    'admin/host/status',
    'admin/host/keys',
    `admin/${one}`,
    'admin/warmup',
    'runtime/webhooks/eventgrid?functionName=grid',
    `runtime/webhooks/eventgrid?functionName=${one}`,
    `runtime/webhooks/${one}/${two}`,
    `${one}/${two}`,
    `//${one}`,
    `.${one}`,
  ]);
  const headers = many(strange.pick([0, 1, 2, 3]), () => [strange.pick(headerNames), strange.parameter()]);
  return {
    method: strange.pick(methods),
    target: `/${path}${strange.pick(['', '?', `?${one}=${two}&${one}`, '&', '#'])}`.replaceAll(' ', '+'),
    headers: Object.fromEntries(headers),
    body: strange.pick([
      '',
      JSON.stringify(strange.json()),
      strange.brokenJson(),
      Buffer.from([0, 255, 254, 128, 10, 13]),
    ]),
  };
}

describe.each([
  ['as it is', false],
  ['with HTTP streaming', true],
])('a host %s', (_, streaming) => {
  let host: HostProcess;
  beforeAll(async () => {
    host = await startAppUnderFire([], streaming);
  });
  afterEach(() => expectWell(host));
  afterAll(cleanUp);

  it('responds to any request, and never with a 5xx', async () => {
    await fireAll(host, many(requestCount, strangeRequest));
  });

  it('returns 404 for an unknown route or method', async () => {
    const values = many(40, () => strange.segment()).filter((text) => !/^(?:[-+]?\d+|)$|[#?/ ]|[^ -~]/.test(text));
    const requests = [
      ...values.map((value) => ({ method: 'GET', target: `/api/number/${value}` })),
      ...methods.slice(1).map((method) => ({ method, target: '/api/number/1' })),
    ];
    expect([...new Set((await fireAll(host, requests)).map(({ status }) => status))]).toEqual([404]);
  });

  it('refuses a body that is too large, with or without content-length, and serves the next request', async () => {
    const large = 'x'.repeat(bodyLimitBytes + 1);
    const chunk = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    const chunked =
      'POST /api/echo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n';
    const targets = streaming ? ['/admin/functions/byHand'] : ['/api/echo', '/admin/functions/byHand'];
    for (const target of [
      ...targets,
      '/runtime/webhooks/eventgrid?functionName=grid',
      '/runtime/webhooks/durabletask/orchestrators/echo',
    ]) {
      expect([target, (await fire(host, { method: 'POST', target, body: large })).status]).toEqual([target, 413]);
      const bytes = Buffer.from(chunked.replace('/api/echo', target) + chunk);
      expect([target, (await fire(host, bytes)).status]).toEqual([target, 413]);
    }
  });
});

describe('a host', () => {
  let host: HostProcess;
  beforeAll(async () => {
    host = await startAppUnderFire();
  });
  afterEach(() => expectWell(host));
  afterAll(cleanUp);

  it('refuses invalid HTTP with a 400 or by closing the connection', async () => {
    const broken = [
      '\r\n\r\n',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'get / http/1.1\r\n\r\n',
      'GET /api/echo HTTP/1.1\r\n\r\n',
      'GET  HTTP/1.1\r\nhost: a\r\n\r\n',
      'GET / HTTP/1.1\r\nhost a\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: a\r\n: b\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: a\r\nx: \u0001\r\n\r\n',
      'POST /api/echo HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n',
      'POST /api/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1e3\r\n\r\n',
      'POST /api/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc',
      'POST /api/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc',
      'POST /api/echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      'POST /api/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 99\r\n\r\nabc',
      'POST /runtime/webhooks/durabletask/orchestrators/echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nff\r\nabc',
      'GET /api/echo HTTP/1.1\r\nhost: a\r\n',
      'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n',
      '\u0016\u0003\u0001\u0000\u0005',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      `GET /${'a'.repeat(70_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(70_000)}\r\n\r\n`,
    ];
    const taken = [];
    for (const text of broken) {
      const { status = 400 } = await fire(host, Buffer.from(text, 'latin1'));
      if (status < 400) taken.push([text, status]);
    }
    expect(taken).toEqual([]);
  });

  it('survives a change of any byte of a request', async () => {
    const whole = Buffer.from(
      'POST /runtime/webhooks/durabletask/orchestrators/echo/%41?a=b HTTP/1.1\r\nhost: localhost:1\r\nconnection: close\r\ncontent-length: 7\r\n\r\n{"a":1}',
    );
    const damaged = many(requestCount, () => {
      const bytes = Buffer.from(whole);
      for (let i = strange.pick([1, 1, 2, 5]); i > 0; i--)
        bytes[strange.pick([...bytes.keys()])] = strange.pick([...Array(256).keys()]);
      return strange.pick([bytes, bytes.subarray(0, strange.pick([...bytes.keys()]))]);
    });
    await fireAll(host, damaged);
  });

  it('refuses an invalid host name or target: 400', async () => {
    const hosts = ['[', '[::1', 'a b', 'a/b', 'a?b', 'a#b', 'a\\b', 'a:b', 'a:99999', 'user@a', '<a>', 'a,b', '%zz'];
    for (const name of hosts) {
      const { status } = await fire(host, { method: 'GET', target: '/api/echo', headers: { host: name } });
      expect([name, status]).toEqual([name, 400]);
    }
    for (const target of ['http://[', 'http://a b/', 'http://', 'http://a:99999/api/echo', 'a']) {
      expect([target, (await fire(host, { method: 'GET', target })).status]).toEqual([target, 400]);
    }
    expect((await fire(host, { method: 'GET', target: 'http://localhost/api/echo/x' })).status).toBe(200);
    expect((await fire(host, { method: 'OPTIONS', target: '*' })).status).toBe(404);
  });

  it('returns 404 for an invalid function name, and 400 for an invalid admin request', async () => {
    const names = ['%', '%zz', '%ff', '__proto__', 'constructor', strange.segment()].filter(
      (name) => !/[#?]/.test(name),
    );
    const told = await fireAll(
      host,
      names.map((name) => ({ method: 'GET', target: `/admin/functions/${name}/status` })),
    );
    expect([...new Set(told.map(({ status }) => status))]).toEqual([404]);
    const orders = many(30, () => ({ method: 'POST', target: '/admin/functions/byHand', body: strange.brokenJson() }));
    expect([...new Set((await fireAll(host, orders)).map(({ status }) => status))]).toEqual([400]);
  });

  it('refuses invalid Event Grid events: 400', async () => {
    const target = '/runtime/webhooks/eventgrid?functionName=grid';
    for (const type of ['Notification', 'SubscriptionValidation', 'Nonsense', '__proto__', '']) {
      for (const body of [
        '',
        '{',
        '[null]',
        '[1]',
        '"x"',
        'null',
        '[[]]',
        '[{"data":null}]',
        '{"data":{"validationCode":1}}',
      ]) {
        const { status } = await fire(host, { method: 'POST', target, headers: { 'aeg-event-type': type }, body });
        const isEvents = type === 'Notification' && /^[[{].+/.test(body);
        expect([type, body, status]).toEqual([type, body, isEvents ? 202 : 400]);
      }
    }
  });
});

it('refuses an invalid key: 401', async () => {
  const host = await startAppUnderFire(['--enable-auth']);
  const targets = [
    '/admin/host/status',
    '/admin/host/keys',
    '/admin/functions',
    '/runtime/webhooks/durabletask/instances',
    '/runtime/webhooks/eventgrid',
  ];
  const requests = many(requestCount / 4, (): RawRequest => {
    const key = encodeURI(strange.parameter());
    return strange.pick([
      { method: 'GET', target: `${strange.pick(targets)}?code=${key}`.replaceAll(' ', '+') },
      { method: 'GET', target: strange.pick(targets), headers: { 'x-functions-key': key } },
    ]);
  });
  expect([...new Set((await fireAll(host, requests)).map(({ status }) => status))]).toEqual([401]);
  await expectWell(host);
  expect(await host.stop()).toBe(0);
});

afterAll(cleanUp);
