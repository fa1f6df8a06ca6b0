// Blob paths: what a trigger's pattern matches, what the Event Grid webhook reads from an event, how containers are scanned.

import { parseBlobPath, parseBlobPattern } from '../../../../localhost/bindings/blob-path';
import { parsePage } from '../../../../localhost/triggers/blob/blob-listing';
import { scanPause } from '../../../../localhost/triggers/blob/blob-scan';
import { answerBlobWebhook } from '../../../../localhost/triggers/blob/blob-webhook';

test.each([
  ['in/{name}', 'a/b.txt', { name: 'a/b.txt' }],
  ['in/{name}.{ext}', 'a.b.txt', { name: 'a.b', ext: 'txt' }],
  ['in/{dir}/{name}', 'x/y/z', { dir: 'x/y', name: 'z' }],
  ['in/fixed.txt', 'fixed.txt', {}],
  ['in/a+b({n})', 'a+b(1)', { n: '1' }],
  ['in/{{x}}-{n}', '{x}-1', { n: '1' }],
  ['in', 'anything/at.all', {}],
])('%s matches %s', (path, name, parameters) => {
  expect(parseBlobPattern(path).match(name)).toEqual(parameters);
});

test.each([
  ['in/{name}.TXT', 'a.txt'],
  ['in/fixed.txt', 'fixedXtxt'],
  ['in/fixed.txt', 'a/fixed.txt'],
  ['in/{dir}/{name}', 'flat'],
])('%s does not match %s', (path, name) => {
  expect(parseBlobPattern(path).match(name)).toBeUndefined();
});

test('the container must be named literally, in any case', () => {
  expect(parseBlobPattern('UpLoads/{name}').container).toBe('uploads');
  expect(() => parseBlobPattern('{container}/x')).toThrow('its container must be named');
  expect(parseBlobPath('Box/Dir/A.txt')).toEqual({ container: 'box', name: 'Dir/A.txt' });
  expect(() => parseBlobPath('box')).toThrow("expected 'container/blob'");
});

test.each([
  ['just written', 0, 5, 1000],
  ['half a minute ago', 30_000, 5, 1000],
  ['two minutes ago', 120_000, 5, 4000],
  ['long ago', 3_600_000, 5, 10_000],
  ['just written, slow to list', 0, 500, 5000],
  ['just written, very slow to list', 0, 30_000, 60_000],
])('scans after a pause that fits: %s', (_when, sinceLastWriteMs, lastScanMs, expected) => {
  expect(scanPause(sinceLastWriteMs, lastScanMs)).toBe(expected);
});

test('reads names, times and ETags from a list, whatever characters a name has', () => {
  const blob = (name: string) =>
    `<Blob>${name}<Properties><Last-Modified>Thu, 01 Jan 2026 00:00:07 GMT</Last-Modified><Etag>0x8D</Etag></Properties></Blob>`;
  const names = [
    '<Name>a b/ü&amp;&lt;&quot;&#x27;&#233;.txt</Name>',
    '<Name Encoded="true">x%01y</Name>',
    '<Name> lead\n</Name>',
  ];
  const page = `<EnumerationResults><Blobs>${names.map(blob).join('')}</Blobs><NextMarker/></EnumerationResults>`;
  const common = { etag: '"0x8D"', modifiedMs: Date.UTC(2026, 0, 1, 0, 0, 7) };
  expect(parsePage(page)).toEqual(['a b/ü&<"\'é.txt', 'x\u0001y', ' lead\n'].map((name) => ({ name, ...common })));
});

describe('the Event Grid webhook', () => {
  async function post(type: string | undefined, body: unknown, functionName = 'onBlob') {
    const announced: unknown[] = [];
    const response = await answerBlobWebhook(
      {
        query: new URLSearchParams({ functionName }),
        headers: type === undefined ? {} : { 'AEG-Event-Type': type },
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      },
      {
        accountUrl: (name) => (name === 'onBlob' ? 'http://127.0.0.1:10000/devstoreaccount1/' : undefined),
        onBlob: async (name, version) => void announced.push([name, version]),
      },
    );
    return { ...response, announced };
  }

  const eventFor = (url: string) => ({ data: { url, eTag: '0x8D', blobType: 'BlockBlob' } });

  test('answers the validation handshake of both event schemas with the code', async () => {
    const expected = { status: 200, body: '{"validationResponse":"X"}', announced: [] };
    expect(await post('SubscriptionValidation', [{ data: { validationCode: 'X' } }])).toEqual(expected);
    expect(await post('SubscriptionValidation', { data: '{"validationCode":"X"}' })).toEqual(expected);
  });

  test('reports each blob with a quoted ETag, for either form of account url', async () => {
    const urls = [
      'http://127.0.0.1:10000/devstoreaccount1/in/a%20b/%C3%BC.txt',
      'https://shop.blob.core.windows.net/in/c.txt',
    ];
    const { status, announced } = await post('Notification', urls.map(eventFor), 'Host.Functions.onBlob');
    expect(status).toBe(202);
    expect(announced).toEqual([
      ['onBlob', { container: 'in', name: 'a b/ü.txt', etag: '"0x8D"' }],
      ['onBlob', { container: 'in', name: 'c.txt', etag: '"0x8D"' }],
    ]);
  });

  test('reports nothing if one event of a request is invalid', async () => {
    const { status, announced } = await post('Notification', [
      eventFor('https://x/in/a.txt'),
      { data: { url: 'https://x/in/b' } },
    ]);
    expect({ status, announced }).toEqual({ status: 400, announced: [] });
  });

  test('accepts the deletion of a subscription, and refuses unknown requests', async () => {
    expect((await post('Unsubscribe', '')).status).toBe(202);
    expect((await post(undefined, [])).status).toBe(400);
    expect((await post('Notification', 'not json')).status).toBe(400);
    expect((await post('SubscriptionValidation', [{ data: '{' }])).status).toBe(400);
    expect(await post('Notification', [], 'other')).toMatchObject({
      status: 404,
      body: "cannot find function: 'other'",
    });
  });
});
