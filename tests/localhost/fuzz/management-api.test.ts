import { cleanUp, type HostProcess } from '../cli/host-process';
import { expectWell, fire, fireAll, startAppUnderFire } from './app-under-fire';
import type { RawRequest } from './raw-exchange';
import { makeStrange, requestCount } from './strange-values';

const hub = '/runtime/webhooks/durabletask';
const json = { 'content-type': 'application/json' };
const strange = makeStrange();
let host: HostProcess;
beforeAll(async () => {
  host = await startAppUnderFire();
});
afterEach(() => expectWell(host));
afterAll(cleanUp);

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const statusesOf = async (requests: RawRequest[]) => [
  ...new Set((await fireAll(host, requests)).map(({ status }) => status)),
];

it('responds to any request, and never with a 5xx', async () => {
  const parameters = [
    'showHistory',
    'showHistoryOutput',
    'showInput',
    'returnInternalServerErrorOnFailure',
    'top',
    'runtimeStatus',
    'createdTimeFrom',
    'createdTimeTo',
    'instanceIdPrefix',
    'lastOperationTimeFrom',
    'fetchState',
    'timeout',
    'pollingInterval',
    'op',
    'reason',
    'restartWithNewInstanceId',
    'version',
    'taskHub',
    'connection',
    'code',
  ];
  const paths = () => {
    const [one, two] = [strange.segment(), strange.segment()];
    const known = strange.pick(['echo', 'wait', 'keeper', one]);
    return strange.pick([
      `orchestrators/${known}`,
      `orchestrators/${known}/${one}`,
      `orchestrators/${one}/${two}/${known}`,
      'instances',
      `instances/${one}`,
      `instances/${one}/${strange.pick(['terminate', 'suspend', 'resume', 'rewind', 'restart', 'raiseEvent', two])}`,
      `instances/${one}/raiseEvent/${two}`,
      'entities',
      `entities/${known}`,
      `entities/${known}/${one}`,
      `entities/${known}/${one}/${two}`,
      'makeprimary',
      one,
      `${one}/${two}`,
    ]);
  };
  const requests = many(requestCount, (): RawRequest => {
    const query = many(
      Math.floor(Math.random() * 4),
      () => `${strange.pick([...parameters, strange.parameter()])}=${strange.parameter()}`,
    );
    const prefix = strange.pick([hub, hub, hub.toUpperCase(), '/durabletask']);
    return {
      method: strange.pick([
        'GET',
        'GET',
        'POST',
        'POST',
        'DELETE',
        'PUT',
        'PATCH',
        'HEAD',
        'OPTIONS',
        'TRACE',
        'PROPFIND',
      ]),
      target: `${prefix}/${paths()}${query.length > 0 ? `?${query.join('&')}` : ''}`.replaceAll(' ', '+'),
      headers: strange.pick([
        json,
        {},
        { 'content-type': 'text/plain' },
        { 'x-ms-continuation-token': strange.parameter() },
      ]),
      body: strange.pick(['', JSON.stringify(strange.json()), strange.brokenJson()]),
    };
  });
  await fireAll(host, requests);
});

it('refuses an input that is not JSON: 400 for a start, an event and a signal', async () => {
  await fire(host, { method: 'POST', target: `${hub}/orchestrators/wait/open`, headers: json });
  const targets = ['orchestrators/echo', 'instances/open/raiseEvent/Go', 'entities/keeper/k?op=set'];
  const requests = targets.flatMap((target) =>
    many(30, () => ({ method: 'POST', target: `${hub}/${target}`, headers: json, body: strange.brokenJson() })),
  );
  expect(await statusesOf(requests)).toEqual([400]);
});

it('refuses ids that the genuine host refuses, and accepts all others', async () => {
  const bad = ['@x', '@counter@k', 'a/b', 'a\\b', 'a#b', 'a?b', 'a\u0000', '\t', 'a\u007f', '\u0085', 'a'.repeat(257)];
  const good = [
    'a',
    'a@',
    '%',
    '+',
    '&',
    ' a',
    "'",
    'ünïcödé',
    '漢字',
    '😀',
    '__proto__',
    'constructor',
    'a'.repeat(252),
    '$',
    '{}',
  ].map((id) => `${id}.new`);
  const start = (id: string) => ({ method: 'POST', target: `${hub}/orchestrators/echo/${encodeURIComponent(id)}` });
  expect(await statusesOf(bad.map(start))).toEqual([400]);
  expect(await statusesOf(good.map(start))).toEqual([202]);
  const status = (id: string) => ({ method: 'GET', target: `${hub}/instances/${encodeURIComponent(id)}` });
  for (const [index, { body }] of (await fireAll(host, good.map(status))).entries()) {
    expect(JSON.parse(body)).toMatchObject({ instanceId: good[index] });
  }
});

it('returns every JSON value unchanged', async () => {
  const inputs = many(60, () => strange.json()).filter((input) => input !== null);
  for (const input of inputs) {
    const target = `${hub}/orchestrators/echo?timeout=10&pollingInterval=1`;
    const { status, body } = await fire(host, { method: 'POST', target, headers: json, body: JSON.stringify(input) });
    expect([status, body]).toEqual([200, expect.any(String)]);
    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(input)));
  }
});

it('returns 404 for an unknown id, and 400 for its restart', async () => {
  const ids = many(40, () =>
    encodeURIComponent(`${strange.pick(['no', 'nö', '無', '😶', '%'])}-${strange.pick([1, 2, 3])}-none`),
  );
  const operations = ['terminate', 'suspend', 'resume', 'rewind', 'raiseEvent/Go'];
  const requests = ids.flatMap((id) => [
    { method: 'GET', target: `${hub}/instances/${id}` },
    { method: 'DELETE', target: `${hub}/instances/${id}` },
    { method: 'POST', target: `${hub}/instances/${id}/${strange.pick(operations)}`, headers: json, body: '{}' },
  ]);
  expect(await statusesOf(requests)).toEqual([404]);
  const restarts = ids.map((id) => ({ method: 'POST', target: `${hub}/instances/${id}/restart` }));
  expect(await statusesOf(restarts)).toEqual([400]);
});

it('ignores invalid filters and returns everything: 200', async () => {
  await fire(host, { method: 'POST', target: `${hub}/orchestrators/wait/listed`, headers: json });
  const filters = [
    'top=-1',
    'top=1e30',
    'top=99999999999',
    'top=NaN',
    'top=',
    'createdTimeFrom=yesterday',
    'createdTimeTo=%ff',
    'runtimeStatus=Flying',
    'runtimeStatus=constructor',
    'runtimeStatus=__proto__',
    'runtimeStatus=toString,valueOf',
    'runtimeStatus=99',
    'showInput=maybe',
  ];
  for (const filter of filters) {
    const { status, body } = await fire(host, {
      method: 'GET',
      target: `${hub}/instances?instanceIdPrefix=listed&${filter}`,
    });
    expect([filter, status, body]).toEqual([filter, 200, expect.stringContaining('"instanceId":"listed"')]);
  }
});

it('waits for the requested time, without a limit if so requested', async () => {
  const wait = (query: string) =>
    fire(host, { method: 'POST', target: `${hub}/orchestrators/wait?${query}`, headers: json });
  for (const query of [
    'timeout=0&pollingInterval=0',
    'timeout=-1&pollingInterval=-2',
    'timeout=NaN&pollingInterval=1',
    'timeout=x&pollingInterval=',
  ]) {
    expect((await wait(query)).status).toBe(202);
  }
  const id = {
    method: 'POST',
    target: `${hub}/orchestrators/wait/patient?timeout=1e30&pollingInterval=1`,
    headers: json,
  };
  const answer = fire(host, id);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await fire(host, { method: 'POST', target: `${hub}/instances/patient/raiseEvent/Go`, headers: json, body: '"went"' });
  expect(await answer).toMatchObject({ status: 200, body: expect.stringContaining('"went"') });
});

it('has no webhook named like a property of Object.prototype', async () => {
  const names = ['constructor', '__proto__', 'tostring', 'valueof', 'hasownproperty', strange.segment(), ''];
  expect(await statusesOf(names.map((name) => ({ method: 'POST', target: `/runtime/webhooks/${name}` })))).toEqual([
    404,
  ]);
});
